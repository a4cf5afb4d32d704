package io.fansync.bulk;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a run stands.
 *
 * @param settled the outcomes so far
 * @param inFlight how many connectors of this run are being asked for right now
 * @param waiting how many more were taken from the source and have no outcome: they wait for their turn, or are watched
 * @param elapsed since the run was subscribed to
 * @param rate connectors settled by a request, per second, over the last 20 seconds, or since it was last told if that is longer
 * @param timeLeft an estimate of how long it takes until all are sent, by what is believed of the tenants' quotas and the rate; empty
 *     where nobody can know: a source has not said how many connectors are to come ({@link TenantConnectors#expecting}), or nothing
 *     moves; and once the run is stopped
 * @param atQuota how many tenants with waiting connectors have used up their quota for now
 * @param paused how many tenants with waiting connectors are not asked for a while
 * @param longestPause the one of them that waits longest; empty if there is none
 */
public record BulkProgress(
        SyncTally settled,
        int inFlight,
        int waiting,
        Duration elapsed,
        double rate,
        Optional<Duration> timeLeft,
        int atQuota,
        int paused,
        Optional<Pause> longestPause) {

    /**
     * A tenant that is not asked for a while.
     *
     * @param tenant which tenant
     * @param left for how long from now
     * @param why what it is left alone for
     */
    public record Pause(String tenant, Duration left, Reason why) {

        /** Why a tenant is not asked. */
        public enum Reason {
            /** Graph refused for quota: a 429, or a 503 that named a time; or the login server did. */
            THROTTLED,
            /** The request could not be sent. */
            UNREACHABLE
        }
    }
}
