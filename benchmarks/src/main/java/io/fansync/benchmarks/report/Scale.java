package io.fansync.benchmarks.report;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds in how many rounds the peers take turns
 * @param warmups seconds of each fork that are thrown away
 * @param measurements seconds that count
 * @param concurrencies requests in flight over plain HTTP
 * @param all whether TLS, latency, every job and the parts alone are measured as well
 * @param jobRounds how often each peer does each job
 * @param window of the quota that one tenant's job is under
 * @param windows of work in it
 * @param atOnce how many of these jobs run side by side, each with a server of its own: where the window is long they do next to nothing
 */
record Scale(
        int rounds,
        int warmups,
        int measurements,
        List<Integer> concurrencies,
        boolean all,
        int jobRounds,
        Duration window,
        int windows,
        int atOnce) {

    /** Under 3 minutes. */
    static final Scale QUICK = new Scale(1, 3, 2, List.of(64), false, 1, Duration.ofMillis(500), 5, 1);

    /** Under 15 minutes. */
    static final Scale USUAL = new Scale(2, 3, 2, List.of(64), true, 1, Duration.ofMillis(500), 20, 1);

    /** As long as it takes: the published quota, the published window. */
    static final Scale FULL = new Scale(3, 5, 3, List.of(8, 64, 256), true, 3, Duration.ofSeconds(20), 5, 8);
}
