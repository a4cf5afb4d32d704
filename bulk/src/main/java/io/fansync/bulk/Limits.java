package io.fansync.bulk;

import io.fansync.SyncException;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limits that one kind of request is held to, one within the other. A request goes where all of them let it. Graph does not
 * say which of them it objects by: a refusal is taken for the innermost one's, which is by far the first to be reached.
 */
final class Limits {

    private final ThrottleGate innermost;
    private final List<ThrottleGate> outer;

    Limits(ThrottleGate innermost, List<ThrottleGate> outer) {
        this.innermost = innermost;
        this.outer = outer;
    }

    /** How many requests may be sent now. */
    int permits(long now) {
        int most = innermost.permits(now);
        for (int i = 0; i < outer.size() && most > 0; i++) {
            most = Math.min(most, outer.get(i).permits(now));
        }
        return most;
    }

    /** When to ask again after {@link #permits} said none; {@link Long#MAX_VALUE}: not before an answer. */
    long nextPermitAt(long now) {
        long at = innermost.permits(now) > 0 ? now : innermost.nextPermitAt(now);
        for (ThrottleGate gate : outer) {
            at = Math.max(at, gate.permits(now) > 0 ? now : gate.nextPermitAt(now));
        }
        return at;
    }

    void sent(long now) {
        innermost.sent(now);
        for (ThrottleGate gate : outer) {
            gate.sent(now);
        }
    }

    /** @param failure why the request was not taken; {@code null} if it was */
    void answered(long sentAt, long now, @Nullable SyncException failure) {
        if (failure != null && !failure.sent()) {
            unsent(sentAt, now, failure);
        } else if (failure instanceof Throttled refusal) {
            innermost.refused(sentAt, now, refusal.retryAfter());
            outer.forEach(ThrottleGate::unused);
        } else {
            innermost.taken(sentAt, now);
            for (ThrottleGate gate : outer) {
                gate.taken(sentAt, now);
            }
        }
    }

    private void unsent(long sentAt, long now, SyncException failure) {
        if (failure instanceof Throttled || failure instanceof Unavailable) {
            innermost.unreachable(sentAt, now);
        } else {
            innermost.unused();
        }
        outer.forEach(ThrottleGate::unused);
    }

    /** Nobody waits for the answer any more. */
    void abandoned(long now) {
        innermost.abandoned(now);
        for (ThrottleGate gate : outer) {
            gate.abandoned(now);
        }
    }

    /** The requests were never made, and there is no use in learning from that. */
    void unused() {
        innermost.unused();
        outer.forEach(ThrottleGate::unused);
    }
}
