package io.fansync.benchmarks.report;

import io.fansync.Connector;
import io.fansync.bulk.Quota;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A job, and the Graph that it meets.
 *
 * @param tenants how many, the whale among them
 * @param each how many connectors each of them has
 * @param whale how many the first has; zero if it is not there
 * @param quota requests in a window; zero if there is no limit
 * @param windowMillis the window
 * @param form how a 429 tells the time, a {@code RetryAfterForm}
 * @param faults how many in a hundred requests go wrong
 * @param latencyMillis how long each answer takes
 * @param concurrency requests in flight at most
 */
record Scenario(
        int tenants,
        int each,
        int whale,
        int quota,
        long windowMillis,
        String form,
        int faults,
        long latencyMillis,
        int concurrency) {

    /** So many other tenants are synced first, each within its quota, so that neither side does the job cold. */
    private static final int BEFORE = 20;

    /** One tenant, many windows of work. */
    static Scenario quota(Duration window, int windows, String form) {
        return new Scenario(1, 100 * windows, 100 * windows, 100, window.toMillis(), form, 0, 0, 64);
    }

    /** Tenants that have just what a window holds, and one that has ten times as much. */
    static Scenario besideWhale() {
        return new Scenario(50, 100, 1_000, 100, 500, "DECIMAL", 0, 50, 64);
    }

    /** No quota, but failures of seven kinds. */
    static Scenario faults(int connectors) {
        return new Scenario(20, connectors / 20, connectors / 20, 0, 1_000, "SECONDS", 5, 0, 64);
    }

    Scenario withoutWhale() {
        return new Scenario(tenants, each, 0, quota, windowMillis, form, faults, latencyMillis, concurrency);
    }

    Quota known() {
        return quota == 0 ? Quota.none() : Quota.of(quota, Duration.ofMillis(windowMillis));
    }

    /** Five times what the largest tenant's quota needs, and half a minute. */
    Duration patience() {
        long windows = quota == 0 ? 0 : Math.max(each, whale) / quota;
        return Duration.ofMillis(windowMillis).multipliedBy(5 * windows).plusSeconds(30);
    }

    /** As a server's arguments. */
    List<String> arguments() {
        return List.of(
                "--tenants=" + tenants,
                "--before=" + BEFORE,
                "--connectors=" + Math.max(each, whale),
                "--quota=" + quota,
                "--window=" + windowMillis,
                "--form=" + form,
                "--faults=" + faults,
                "--latency=" + latencyMillis);
    }

    static String tenant(int number) {
        return "tenant-" + number + ".example";
    }

    /** What is synced before. */
    List<Connector> warmUp() {
        return shuffled(IntStream.rangeClosed(tenants + 1, tenants + BEFORE)
                .boxed()
                .flatMap(tenant -> connectorsOf(tenant, 100)));
    }

    /** All of them, those of several tenants mixed up, but always in the same way. */
    List<Connector> connectors() {
        return shuffled(IntStream.rangeClosed(1, tenants)
                .boxed()
                .flatMap(tenant -> connectorsOf(tenant, tenant == 1 ? whale : each)));
    }

    private static Stream<Connector> connectorsOf(int tenant, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(
                        number -> new Connector(tenant(tenant), "%08x-0000-4000-8000-%012x".formatted(tenant, number)));
    }

    private static List<Connector> shuffled(Stream<Connector> connectors) {
        List<Connector> shuffled = connectors.collect(Collectors.toList());
        Collections.shuffle(shuffled, new Random(1));
        return shuffled;
    }
}
