package io.fansync.bulk;

import io.fansync.bulk.BulkProgress.Pause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A tenant's gate, and the lanes that stand before it until it opens. One for each tenant, whatever runs there are. */
final class TenantGate {

    private final String tenant;
    private final ThrottleGate throttle;
    private final List<Lane> blocked = new ArrayList<>(1);
    private final Set<Lane> lanes = new HashSet<>(2);

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

    void opened(Lane lane) {
        lanes.add(lane);
    }

    void retired(Lane lane) {
        lanes.remove(lane);
    }

    /** True if a run or a call is at this tenant's connectors. */
    boolean isBusy() {
        return !lanes.isEmpty();
    }

    /** How many connectors wait, over all runs. */
    int waiting() {
        return lanes.stream().mapToInt(Lane::size).sum();
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
        return !isBusy() && throttle.isForgettable(now);
    }
}
