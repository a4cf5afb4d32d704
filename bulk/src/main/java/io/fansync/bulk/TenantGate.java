package io.fansync.bulk;

import io.fansync.bulk.BulkProgress.Pause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A tenant's gate, and the lanes that stand before it until it opens. One for each tenant, whatever runs there are. */
final class TenantGate {

    private final String tenant;
    private final ThrottleGate throttle;
    private final List<Lane> blocked = new ArrayList<>(1);
    private int lanes;

    TenantGate(String tenant, Quota belief, Optional<Learnt> learnt) {
        this.tenant = tenant;
        this.throttle = new ThrottleGate(belief, learnt);
    }

    String tenant() {
        return tenant;
    }

    ThrottleGate throttle() {
        return throttle;
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

    Pause pause(long now) {
        return new Pause(tenant, throttle.pauseLeft(now));
    }

    boolean isForgettable(long now) {
        return lanes == 0 && throttle.isForgettable(now);
    }
}
