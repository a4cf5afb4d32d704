package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.bulk.Journal.Past;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file of a journal. Blocks. */
record JournalFile(Path path, Disk disk) {

    private static final int CHUNK = 1 << 16;
    private static final Logger log = LoggerFactory.getLogger(FileJournal.class);

    /** Keeps all other runs out until it is closed. */
    Closeable lock() {
        Path lock = path.resolveSibling(path.getFileName() + ".lock");
        try {
            return disk.lock(lock);
        } catch (IOException e) {
            throw failure("write", lock, e);
        }
    }

    /** What is in it, which is nothing if there is none. */
    JournalContents read() {
        try {
            if (disk.size(path) <= 0) {
                return new JournalContents();
            }
            requireOurs();
            try (InputStream in = disk.read(path)) {
                JournalContents contents = JournalContents.read(in);
                if (contents.header() == null && contents.goodEnd() > 0) {
                    throw new JournalException(path + " has lost its first line; name another file");
                }
                if (!contents.isWhole()) {
                    throw new JournalException(path + " has lost a part of its input; give the input to a new job");
                }
                return contents;
            }
        } catch (IOException e) {
            throw failure("read", path, e);
        }
    }

    /** Nothing but a journal is ever cut or written to. */
    private void requireOurs() throws IOException {
        byte[] word = JournalHeader.WORD.getBytes(StandardCharsets.US_ASCII);
        try (InputStream in = disk.read(path)) {
            byte[] start = in.readNBytes(word.length);
            for (int i = 0; i < start.length; i++) {
                if (start[i] != word[i] && start[i] != 0) {
                    throw new JournalException(path + " is not a journal of fansync; name another file");
                }
            }
        }
    }

    /** Makes it anew; the header is on the disk before anything follows. */
    Disk.Appender create(JournalHeader header) {
        try {
            Disk.Appender out = disk.append(path, 0);
            EntryLines lines = new EntryLines();
            lines.header(header);
            out.write(lines.take());
            out.force();
            return out;
        } catch (IOException e) {
            throw failure("write", path, e);
        }
    }

    /** Opens it behind the last good line, and shortens it where that is of use. */
    Disk.Appender goOn(JournalContents contents) {
        try {
            long size = disk.size(path);
            if (contents.damaged() > 0 || contents.goodEnd() < size) {
                log.warn(
                        "{}: cut {} bytes after the last good line, left out {} damaged lines before it",
                        path,
                        size - contents.goodEnd(),
                        contents.damaged());
            }
            boolean shorter = contents.isCompactable() && new Compaction(disk, contents).compact(path);
            return disk.append(path, shorter ? disk.size(path) : contents.goodEnd());
        } catch (IOException e) {
            throw failure("write", path, e);
        }
    }

    /** Writes the header and the whole input. */
    void plan(JournalHeader header, Iterable<Connector> input) {
        Closeable lock = lock();
        try {
            try {
                plan(input, header);
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw failure("write", path, e);
        }
    }

    private void plan(Iterable<Connector> input, JournalHeader header) throws IOException {
        JournalContents contents = read();
        if (contents.inputSize().isPresent() || contents.index().size() > 0) {
            throw new JournalException(path + " has a run in it already; go on with it, or name another file");
        }
        try (Disk.Appender out = create(header)) {
            write(input, out);
            out.force();
        }
    }

    private static void write(Iterable<Connector> input, Disk.Appender out) throws IOException {
        EntryLines lines = new EntryLines();
        InputHash hash = new InputHash();
        Digest digest = new Digest();
        for (Connector connector : input) {
            digest.of(connector);
            hash.add(digest);
            lines.planned(connector);
            if (lines.size() >= CHUNK) {
                out.write(lines.take());
            }
        }
        lines.input(hash);
        out.write(lines.take());
    }

    /** Those planned connectors that are not settled for good. */
    void unsettled(Consumer<Connector> consumer) {
        JournalIndex index = read().index();
        Digest digest = new Digest();
        try (InputStream in = disk.read(path)) {
            new JournalReader(line -> {
                        if (line.state() == JournalState.PLANNED) {
                            line.digestTo(digest);
                            JournalState last = index.get(digest);
                            if (last == null || last.past() != Past.SETTLED) {
                                consumer.accept(line.connector());
                            }
                        }
                    })
                    .read(in);
        } catch (IOException e) {
            throw failure("read", path, e);
        }
    }

    static JournalException failure(String verb, Path path, IOException e) {
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        if (e instanceof NoSuchFileException) {
            reason = "no such directory";
        } else if (e instanceof AccessDeniedException) {
            reason = "access denied";
        }
        return new JournalException(
                "Cannot " + verb + " the journal " + path + ": " + (reason == null ? e : reason), e);
    }
}
