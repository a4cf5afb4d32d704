package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncReceipt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What became of one connector in a bulk sync. A failure is a value: one outcome comes out for each connector that went in,
 * whatever happened to it.
 */
public sealed interface SyncOutcome {

    /** Which connector. */
    Connector connector();

    /** What it took. */
    Effort effort();

    /** How many requests were sent for it, or were on their way. */
    default int attempts() {
        return effort().attempts();
    }

    /** How long it had waited by its last request because Graph had asked for fewer of them; zero if none was sent. */
    default Duration throttled() {
        return effort().throttled();
    }

    /** When its first request was sent; when it was settled, if none was. */
    default Instant startedAt() {
        return effort().startedAt();
    }

    /** When it was settled. */
    default Instant finishedAt() {
        return effort().finishedAt();
    }

    /** Graph accepted the sync. */
    record Accepted(Connector connector, Effort effort, SyncReceipt receipt) implements SyncOutcome {}

    /**
     * Graph tells of a sync of the connector later than the last one before: it does what was asked of it.
     *
     * @param answer Graph's {@link SyncReceipt}, or what had left open whether Graph acted
     * @param lastSyncDateTime when it was last synced
     */
    record Confirmed(Connector connector, Effort effort, SyncAnswer answer, Instant lastSyncDateTime)
            implements SyncOutcome {}

    /**
     * Graph accepted the sync, and was not seen to tell of one.
     *
     * @param lastSyncDateTime when it was last synced, before this sync; empty if never, or if that could not be read
     * @param why why no more is known, in words for people
     */
    record Unconfirmed(
            Connector connector, Effort effort, SyncReceipt receipt, Optional<Instant> lastSyncDateTime, String why)
            implements SyncOutcome {}

    /**
     * A request was sent and its answer lost, or was one that leaves open whether Graph acted.
     *
     * @param reason what leaves it open; where Graph has refused a later request for good, that refusal
     */
    record Unknown(Connector connector, Effort effort, SyncException reason) implements SyncOutcome {}

    /** Graph did not accept the sync, and certainly did not act on it. */
    record Failed(Connector connector, Effort effort, SyncException reason) implements SyncOutcome {}

    /** Nothing was sent, because nothing had to be. */
    record Skipped(Connector connector, Effort effort, Reason reason) implements SyncOutcome {

        /** Why a connector is skipped. */
        public enum Reason {
            /** The same connector was under way, not yet settled, when it came again. */
            DUPLICATE,
            /** An earlier run settled it, the {@link Journal} says. */
            SETTLED_EARLIER
        }
    }

    /** The run was stopped before the connector's turn; Graph certainly did not act on it. */
    record Unsent(Connector connector, Effort effort) implements SyncOutcome {}

    /**
     * What an outcome took.
     *
     * @param attempts how many requests were sent, or were on their way
     * @param throttled how long it had waited by the last request because Graph had asked for fewer of them; zero if none was sent
     * @param startedAt when the first request was sent; {@code finishedAt} if none was
     * @param finishedAt when it was settled
     */
    record Effort(int attempts, Duration throttled, Instant startedAt, Instant finishedAt) {}
}
