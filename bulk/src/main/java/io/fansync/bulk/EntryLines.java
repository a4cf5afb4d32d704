package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.bulk.Journal.Entry;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Confirmed;
import io.fansync.bulk.SyncOutcome.Failed;
import io.fansync.bulk.SyncOutcome.Unconfirmed;
import io.fansync.bulk.SyncOutcome.Unknown;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Entries as lines: the word, the connector, the time, and of an outcome what Microsoft's support would ask for.
 */
final class EntryLines {

    private static final String[] WORDS =
            Stream.of(JournalState.values()).map(JournalLine::word).toArray(String[]::new);

    private final LineWriter lines = new LineWriter();
    private long now;

    /** The time of what is added from now on, in milliseconds since 1970. */
    void at(long millis) {
        now = millis;
    }

    void header(JournalHeader header) {
        lines.field(JournalHeader.WORD);
        header.fields().forEach(lines::field);
        lines.end();
    }

    void planned(Connector connector) {
        connector(JournalState.PLANNED, connector).end();
    }

    /** Of a connector that is told by its digest alone. */
    void settled(JournalState state, String digest) {
        lines.field(WORDS[state.ordinal()]).field('=' + digest).end();
    }

    void copy(JournalLine line) {
        lines.copy(line);
    }

    void input(InputHash hash) {
        lines.field(JournalContents.INPUT).field(hash.size()).field(hash.text()).end();
    }

    void add(Entry entry) {
        if (entry instanceof Entry.Learnt learnt) {
            learnt(learnt);
        } else if (entry instanceof Entry.Step step) {
            connector(JournalState.after(step), step.connector()).time(now);
            if (step instanceof Entry.Settled settled) {
                answer(settled.outcome());
            }
            lines.end();
        }
    }

    void learnt(Entry.Learnt learnt) {
        lines.field(JournalContents.LEARNT)
                .field(learnt.tenant())
                .field(learnt.limit())
                .field(learnt.window().toMillis())
                .end();
    }

    private LineWriter connector(JournalState state, Connector connector) {
        return lines.field(WORDS[state.ordinal()]).field(connector.tenant()).field(connector.id());
    }

    private void answer(SyncOutcome outcome) {
        if (outcome instanceof Accepted accepted) {
            lines.field(accepted.receipt().trace().requestId());
        } else if (outcome instanceof Confirmed confirmed) {
            lines.field(confirmed.answer().trace().requestId());
        } else if (outcome instanceof Unconfirmed unconfirmed) {
            lines.field(unconfirmed.receipt().trace().requestId());
        } else if (outcome instanceof Failed failed) {
            reason(failed.reason());
        } else if (outcome instanceof Unknown unknown) {
            reason(unknown.reason());
        }
    }

    private void reason(SyncException reason) {
        SyncAnswer.Trace trace = reason.trace();
        lines.field(trace.requestId())
                .field(reason.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .field(trace.status())
                .field(reason.code());
    }

    int size() {
        return lines.size();
    }

    ByteBuffer take() {
        return lines.take();
    }
}
