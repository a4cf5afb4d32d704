package io.fansync.bulk;

import java.time.Duration;
import java.util.Optional;

/**
 * Where a run stands.
 *
 * @param settled the outcomes so far
 * @param inFlight how many connectors of this run are being asked for right now
 * @param waiting how many were taken from the source and wait for their turn
 * @param elapsed since the run was subscribed to
 * @param paused how many tenants with waiting connectors Graph has told to wait
 * @param longestPause the one of them that waits longest; empty if there is none
 */
public record BulkProgress(
        SyncTally settled, int inFlight, int waiting, Duration elapsed, int paused, Optional<Pause> longestPause) {

    /**
     * A tenant that Graph has told to wait.
     *
     * @param tenant which tenant
     * @param left for how long from now
     */
    public record Pause(String tenant, Duration left) {}
}
