package io.fansync.bulk;

import java.util.Collection;

/**
 * What a {@link BulkSync} is at, over all of its runs and calls.
 *
 * @param inFlight how many requests are in flight; a batch is one
 * @param waiting how many connectors wait: for their turn, for their tenant's quota or after a failure
 * @param paused how many tenants with connectors under way Graph, or the login server, has told to wait
 * @param quotaUse how much is used up of what is known of the quotas of the tenants under way, from 0, nothing, to 1, all
 */
public record BulkLoad(int inFlight, int waiting, int paused, double quotaUse) {

    static final BulkLoad NONE = new BulkLoad(0, 0, 0, 0);

    static BulkLoad of(int inFlight, Collection<TenantGate> gates, long now) {
        int waiting = 0;
        int paused = 0;
        double used = 0;
        double limit = 0;
        for (TenantGate gate : gates) {
            if (gate.isBusy()) {
                waiting += gate.waiting();
                paused += gate.isPaused(now) ? 1 : 0;
                used += gate.throttle().used(now);
                limit += gate.throttle().limit();
            }
        }
        return new BulkLoad(inFlight, waiting, paused, limit == 0 ? 0 : Math.min(1, used / limit));
    }
}
