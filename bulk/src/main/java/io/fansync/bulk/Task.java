package io.fansync.bulk;

import static java.util.Objects.requireNonNull;

import io.fansync.Connector;
import io.fansync.SyncException;
import io.fansync.SyncReceipt;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Effort;
import io.fansync.bulk.SyncOutcome.Failed;
import io.fansync.bulk.SyncOutcome.Unconfirmed;
import io.fansync.bulk.SyncOutcome.Unknown;
import io.fansync.bulk.SyncOutcome.Unsent;
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
    private @Nullable Instant startedAt;
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

    void sent(long pausedNanos, Instant now) {
        attempts++;
        paused = pausedNanos - pausedBefore;
        if (startedAt == null) {
            startedAt = now;
        }
    }

    /** The request never left after all. */
    void notSent() {
        attempts--;
        if (attempts == 0) {
            startedAt = null;
        }
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

    SyncOutcome accepted(SyncReceipt receipt, Instant now) {
        return new Accepted(connector, effort(now), receipt);
    }

    /** Graph will not accept it; unless an earlier request was carried out, it never did. */
    SyncOutcome refused(SyncException answer, Instant now) {
        return reason == null
                ? new Failed(connector, effort(now), answer)
                : new Unknown(connector, effort(now), answer);
    }

    /** Nothing more is done for it. */
    SyncOutcome left(Instant now) {
        if (watch != null && watch.receipt != null) {
            String why = "the run was stopped before its sync was seen";
            return new Unconfirmed(connector, effort(now), watch.receipt, watch.latest(), why);
        }
        return reason == null ? new Unsent(connector, effort(now)) : new Unknown(connector, effort(now), reason);
    }

    Effort effort(Instant now) {
        Instant started = startedAt == null ? now : startedAt;
        Instant finished = now.isBefore(started) ? started : now; // the clock may have been set back
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
