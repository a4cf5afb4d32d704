package io.fansync.bulk;

import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import java.util.ArrayList;
import java.util.List;

/** A tenant's gate, and the lanes that stand before it until it opens. One for each tenant, whatever runs there are. */
final class TenantGate {

    private final String tenant;
    private final ThrottleGate throttle;
    private final List<Lane> blocked = new ArrayList<>(1);
    private int lanes;
    /** Until then the login server wants to be left alone. */
    private long heldUntil;

    TenantGate(String tenant, Quota belief) {
        this.tenant = tenant;
        this.throttle = new ThrottleGate(belief);
    }

    String tenant() {
        return tenant;
    }

    ThrottleGate throttle() {
        return throttle;
    }

    /** How many requests may be sent now. */
    int permits(long now) {
        return now < heldUntil ? 0 : throttle.permits(now);
    }

    /** When to ask again after {@link #permits} said none; {@link Long#MAX_VALUE}: not before an answer. */
    long nextPermitAt(long now) {
        return now < heldUntil ? heldUntil : throttle.nextPermitAt(now);
    }

    void learn(long sentAt, long now, SyncAnswer answer) {
        if (answer instanceof SyncException failure && !failure.sent()) {
            learnUnsent(sentAt, now, failure);
        } else if (answer instanceof Throttled refusal) {
            throttle.refused(sentAt, now, refusal.retryAfter());
        } else {
            throttle.taken(sentAt, now);
        }
    }

    private void learnUnsent(long sentAt, long now, SyncException failure) {
        if (failure instanceof Throttled refusal) {
            heldUntil = Math.max(heldUntil, now + Closure.nanos(refusal.retryAfter()));
        }
        if (failure instanceof Throttled || failure instanceof Unavailable) {
            throttle.unreachable(sentAt, now);
        } else {
            throttle.unused();
        }
    }

    void opened() {
        lanes++;
    }

    void retired() {
        lanes--;
    }

    void block(Lane lane) {
        blocked.add(lane);
    }

    void unblock(Lane lane) {
        blocked.remove(lane);
    }

    /** An answer has come: all try again. */
    List<Lane> blocked() {
        return List.copyOf(blocked);
    }

    boolean isForgettable(long now) {
        return lanes == 0 && now >= heldUntil && throttle.isForgettable(now);
    }
}
