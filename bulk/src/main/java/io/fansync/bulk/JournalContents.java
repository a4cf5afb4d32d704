package io.fansync.bulk;

import io.fansync.bulk.FileJournal.Overview;
import io.fansync.bulk.Journal.Entry.Learnt;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a journal's lines come to. */
final class JournalContents {

    static final String INPUT = "input";
    static final String LEARNT = "learnt";

    private final Digest digest = new Digest();
    private final JournalIndex index = new JournalIndex();
    private final InputHash found = new InputHash();
    private final Map<String, Learnt> learnt = new HashMap<>();
    private @Nullable JournalHeader header;
    private @Nullable String input;
    private long inputSize;
    private boolean compactable;
    private long goodEnd;
    private long damaged;

    static JournalContents read(InputStream in) throws IOException {
        JournalContents contents = new JournalContents();
        JournalReader reader = new JournalReader(contents::add);
        reader.read(in);
        contents.goodEnd = reader.goodEnd();
        contents.damaged = reader.damaged();
        return contents;
    }

    private void add(JournalLine line) {
        JournalState state = line.state();
        if (state != null) {
            add(line, state);
        } else if (line.word().equals(JournalHeader.WORD)) {
            header = JournalHeader.parse(line.fields());
        } else if (line.word().equals(INPUT)) {
            List<String> fields = line.fields();
            inputSize = Long.parseLong(fields.get(0));
            input = fields.get(1);
        } else if (line.word().equals(LEARNT)) {
            List<String> fields = line.fields();
            // A window of less than a millisecond was written as 0.
            Duration window = Duration.ofMillis(Math.max(1, Long.parseLong(fields.get(2))));
            learnt.put(fields.get(0), new Learnt(fields.get(0), Integer.parseInt(fields.get(1)), window));
        }
    }

    private void add(JournalLine line, JournalState state) {
        line.digestTo(digest);
        if (state == JournalState.PLANNED || line.isDigest()) {
            found.add(digest);
        }
        if (state != JournalState.PLANNED) {
            index.put(digest, state);
            compactable |= state.past() == Journal.Past.SETTLED && !line.isDigest();
        }
    }

    /** Null if nothing was ever written. */
    @Nullable
    Overview overview() {
        if (header == null) {
            return null;
        }
        long[] counts = index.counts();
        long retriable = counts[JournalState.RETRIABLE.ordinal()];
        SyncTally outcomes = new SyncTally(
                counts[JournalState.ACCEPTED.ordinal()],
                counts[JournalState.CONFIRMED.ordinal()],
                counts[JournalState.UNCONFIRMED.ordinal()],
                counts[JournalState.UNKNOWN.ordinal()],
                counts[JournalState.FAILED.ordinal()] + retriable,
                0,
                0);
        long unanswered = counts[JournalState.SENT.ordinal()];
        long all = input == null ? index.size() : inputSize;
        return new Overview(
                header.type(),
                header.graph(),
                header.startedAt(),
                inputSize(),
                input == null ? "" : input,
                outcomes,
                retriable,
                unanswered,
                all - outcomes.total() - unanswered);
    }

    /** Null if there is none, which means that nothing was ever written. */
    @Nullable
    JournalHeader header() {
        return header;
    }

    JournalIndex index() {
        return index;
    }

    Collection<Learnt> learnt() {
        return learnt.values();
    }

    Optional<Learnt> learnt(String tenant) {
        return Optional.ofNullable(learnt.get(tenant));
    }

    /** How many connectors the input has; empty if it was not written to its end, or is not kept here. */
    OptionalLong inputSize() {
        return input == null ? OptionalLong.empty() : OptionalLong.of(inputSize);
    }

    /** False if connectors of the input are missing. */
    boolean isWhole() {
        return isInput(found);
    }

    /** True if these are the input's connectors, as far as the input is known. */
    boolean isInput(InputHash connectors) {
        return input == null
                || connectors.size() == inputSize && connectors.text().equals(input);
    }

    /** True if there are lines that {@link Compaction} would shorten. */
    boolean isCompactable() {
        return compactable;
    }

    long goodEnd() {
        return goodEnd;
    }

    long damaged() {
        return damaged;
    }
}
