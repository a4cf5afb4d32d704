package io.fansync.benchmarks.report;

import java.time.Duration;
import java.util.List;

/**
 * How much is measured.
 *
 * @param rounds in how many the peers take turns
 * @param warmups seconds of each fork that are thrown away; the compiler needs some 200,000 syncs
 * @param measurements seconds that count
 * @param concurrencies requests in flight over plain HTTP
 * @param more whether TLS, latency, a quota with Retry-After and a whale are measured as well
 * @param all whether faults and the parts alone are measured as well
 * @param window of the quota that one tenant's job is under
 * @param windows of work in it
 * @param atOnce how many of these jobs run side by side, each with a server of its own: where the window is long they do next to nothing
 */
record Scale(
        int rounds,
        int warmups,
        int measurements,
        List<Integer> concurrencies,
        boolean more,
        boolean all,
        Duration window,
        int windows,
        int atOnce) {

    /** Under 3 minutes. */
    static final Scale QUICK = new Scale(1, 3, 2, List.of(64), false, false, Duration.ofMillis(500), 5, 1);

    /** Under 15 minutes. */
    static final Scale USUAL = new Scale(1, 6, 2, List.of(64), true, false, Duration.ofMillis(500), 8, 1);

    /** As long as it takes: the published quota, the published window. */
    static final Scale FULL = new Scale(2, 10, 3, List.of(64, 8, 256), true, true, Duration.ofSeconds(20), 5, 16);
}
