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
 * @param window of the quota
 * @param windows of work under a quota
 */
record Scale(
        int rounds,
        int warmups,
        int measurements,
        List<Integer> concurrencies,
        boolean all,
        Duration window,
        int windows) {

    /** Under 3 minutes. */
    static final Scale QUICK = new Scale(1, 3, 2, List.of(64), false, Duration.ofMillis(500), 5);

    /** Under 15 minutes. */
    static final Scale USUAL = new Scale(2, 3, 2, List.of(64), true, Duration.ofMillis(500), 20);

    /** As long as it takes: the published quota, the published window. */
    static final Scale FULL = new Scale(3, 8, 5, List.of(8, 64, 256), true, Duration.ofSeconds(20), 5);
}
