package io.fansync.bulk;

import static java.util.Objects.requireNonNull;

import io.fansync.Connector;
import io.fansync.SyncException;
import io.fansync.bulk.SyncOutcome.Effort;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A connector from the source to its outcome. A small object, so that one that waits costs memory and nothing else. */
final class Task {

    final Connector connector;

    /** Not before this moment may it be sent again. */
    long notBefore;

    /** What is read of it, if it is watched. */
    @Nullable
    Watch watch;

    private final @Nullable Intake<?> intake;
    private int attempts;
    private int resends;
    private long pausedBefore;
    private long paused;
    private long startedAt = -1;
    private @Nullable SyncException reason;
    private @Nullable SyncOutcome outcome;

    Task(Connector connector, @Nullable Intake<?> intake) {
        this.connector = connector;
        this.intake = intake;
    }

    /** How many turns in a row its tenant gets. */
    int weight() {
        return intake == null ? 1 : intake.weight();
    }

    void enlisted(long pausedNanos) {
        pausedBefore = pausedNanos;
    }

    void sent(long pausedNanos, long wallMillis) {
        attempts++;
        paused = pausedNanos - pausedBefore;
        if (startedAt < 0) {
            startedAt = wallMillis;
        }
    }

    /** The request never left after all. */
    void notSent() {
        attempts--;
    }

    /** An answer has come, or an earlier run has come to its end without one, which leaves open whether Graph acted. */
    void mayHaveRun(SyncException answer) {
        reason = answer;
    }

    /** The last answer that leaves open whether Graph acted, if there was one. */
    @Nullable
    SyncException uncertainty() {
        return reason;
    }

    /** Counts a resend, unless there were that many. */
    boolean maySendAgain(int maxRetries) {
        return resends < maxRetries && ++resends > 0;
    }

    int resends() {
        return resends;
    }

    Effort effort(long wallMillis) {
        Instant finished = Instant.ofEpochMilli(wallMillis);
        Instant started = attempts == 0 ? finished : Instant.ofEpochMilli(startedAt);
        return new Effort(attempts, Duration.ofNanos(paused), started, finished);
    }

    void settle(SyncOutcome outcome) {
        this.outcome = outcome;
    }

    SyncOutcome outcome() {
        return requireNonNull(outcome, "not settled");
    }

    /** The outcome has reached the subscriber. */
    void emitted() {
        if (intake != null) {
            intake.emitted();
        }
    }
}
