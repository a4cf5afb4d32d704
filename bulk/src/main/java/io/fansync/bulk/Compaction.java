package io.fansync.bulk;

import io.fansync.bulk.Journal.Past;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * Writes a journal anew, with a digest and no more for each connector that is settled for good; what is written of the others
 * stays as it is.
 */
final class Compaction {

    private static final int CHUNK = 1 << 16;

    private final Disk disk;
    private final JournalContents contents;
    private final Digest digest = new Digest();
    private final EntryLines lines = new EntryLines();
    private final InputHash kept = new InputHash();

    Compaction(Disk disk, JournalContents contents) {
        this.disk = disk;
        this.contents = contents;
    }

    /** Returns false, and leaves it as it is, if a run over other connectors has made it impossible to tell the input from them. */
    boolean compact(Path journal) throws IOException {
        Path compacted = journal.resolveSibling(journal.getFileName() + ".new");
        try (Disk.Appender out = disk.append(compacted, 0)) {
            try (InputStream in = disk.read(journal)) {
                new JournalReader(line -> keep(line, out)).read(in);
            }
            contents.learnt().forEach(lines::learnt);
            contents.index().forEach((high, low, state) -> shorten(high, low, state, out));
            out.write(lines.take());
            out.force();
        }
        boolean whole = contents.isInput(kept);
        if (whole) {
            disk.replace(journal, compacted);
        } else {
            disk.delete(compacted);
        }
        return whole;
    }

    private void keep(JournalLine line, Disk.Appender out) throws IOException {
        JournalState state = line.state();
        if (state == null ? !line.word().equals(JournalContents.LEARNT) : !isSettled(line)) {
            if (state == JournalState.PLANNED) {
                kept.add(digest.high(), digest.low());
            }
            lines.copy(line);
            writeFull(out);
        }
    }

    private boolean isSettled(JournalLine line) {
        line.digestTo(digest);
        JournalState last = contents.index().get(digest);
        return last != null && last.past() == Past.SETTLED;
    }

    private void shorten(long high, long low, JournalState state, Disk.Appender out) throws IOException {
        if (state.past() == Past.SETTLED) {
            kept.add(high, low);
            lines.settled(state, Digest.text(high, low));
            writeFull(out);
        }
    }

    private void writeFull(Disk.Appender out) throws IOException {
        if (lines.size() >= CHUNK) {
            out.write(lines.take());
        }
    }
}
