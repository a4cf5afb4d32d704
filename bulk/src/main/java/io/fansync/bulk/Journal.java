package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.SyncType;
import io.fansync.bulk.Journal.Entry.Learnt;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Remembers what was sent and what came of it, so that a run which was killed, or stopped early, can be gone on with: {@link
 * BulkSync#journal a run} with the same journal and the same connectors is a resume.
 *
 * <p>It never holds a token. The engine calls it as the interfaces here say, so that a store of your own can take its place.
 */
public interface Journal {

    /** Remembers nothing. */
    static Journal none() {
        return NoJournal.INSTANCE;
    }

    /** Remembers as long as it is referred to. */
    static Journal memory() {
        return new MemoryJournal();
    }

    /**
     * Remembers in a file of lines that people can read, made when the first run begins. Beside it stands a file {@code .lock}:
     * one process at a time can use it.
     */
    static FileJournal file(Path path) {
        return new FileJournal(path);
    }

    /**
     * Opens the journal for a run.
     *
     * <p><b>Each subscription</b> opens it, for one run at a time, and reads what earlier runs left.
     *
     * <p><b>Errors:</b> {@link JournalException}: it is in use, belongs to another job, or cannot be read or written.
     *
     * <p><b>Cancelling</b> has no effect once it is being opened.
     *
     * <p><b>Threads:</b> never blocks the caller.
     */
    Mono<Session> open(Job job);

    /**
     * What a journal is about; it refuses another type or Graph.
     *
     * @param type how much each sync looks at
     * @param graph the root of Graph; empty for a fake
     * @param atMostOnce whether {@link Entry.Sent} must outlive a power failure before the request may go
     */
    record Job(SyncType type, Optional<URI> graph, boolean atMostOnce) {}

    /** What earlier runs left of a connector. */
    enum Past {
        /** It is to be sent: nothing is known of it, or it failed and that may change. */
        NONE,
        /** A request was sent, and what came of it is not known. */
        SENT,
        /** It is settled for good. */
        SETTLED
    }

    /** A journal in the hands of one run, which calls it from one thread at a time. */
    interface Session {

        /** What earlier runs left of the connector. Must not block. */
        Past past(Connector connector);

        /** What earlier runs have learnt of the tenant's quota last. Must not block. */
        Optional<Learnt> learnt(String tenant);

        /**
         * Writes at the end of the journal.
         *
         * <p><b>Each subscription</b> completes once a crash of this process can no longer undo the entries; the
         * engine subscribes once, and does not append again before.
         *
         * <p><b>Errors:</b> {@link JournalException}, and nothing is appended any more.
         *
         * <p><b>Cancelling</b> has no effect.
         *
         * <p><b>Threads:</b> must not block the caller.
         */
        Mono<Void> append(List<Entry> entries);

        /**
         * Makes everything durable and lets go of the journal. Errors, cancelling and threads: as {@link #append}.
         */
        Mono<Void> close();
    }

    /** What a run has to remember. */
    sealed interface Entry {

        /** What a run has to remember of a connector. */
        sealed interface Step extends Entry {

            /** Which connector. */
            Connector connector();
        }

        /** A request is about to be sent. */
        record Sent(Connector connector) implements Step {}

        /** Graph certainly did not act on what was sent: it waits as before. */
        record Refused(Connector connector) implements Step {}

        /** What became of it. */
        record Settled(SyncOutcome outcome) implements Step {

            @Override
            public Connector connector() {
                return outcome.connector();
            }
        }

        /**
         * What a tenant's gate has learnt, so that the next one need not learn it again.
         *
         * @param limit as many requests in a window as the tenant took
         */
        record Learnt(String tenant, int limit, Duration window) implements Entry {}
    }
}
