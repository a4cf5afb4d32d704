package io.fansync.cli;

import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import io.fansync.bulk.Quota;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** What Graph answered while a run lasted, and when. It grows with the number of tenants, not with that of the answers. */
final class Traffic {

    private final LongSupplier nanoTime;
    private final long start;
    private final Quota quota;
    private final Timeline timeline = new Timeline();
    private final Latencies latencies = new Latencies();
    private final Map<String, Use> tenants = new HashMap<>();

    /** @param quota whose window a tenant's requests are counted in */
    Traffic(LongSupplier nanoTime, Quota quota) {
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
        this.quota = quota.ceiling()
                .filter(most -> most.requests() < quota.requests())
                .orElse(quota);
    }

    /**
     * What a tenant has used of its quota.
     *
     * @param refused how many requests Graph refused with a 429, or a 503 that named a time
     * @param busiest how many requests it took in the window in which it took the most
     */
    record Use(long refused, int busiest, long windowStart, int inWindow) {

        private static final Use NONE = new Use(0, 0, Long.MIN_VALUE / 2, 0);

        private Use refuse() {
            return new Use(refused + 1, busiest, windowStart, inWindow);
        }

        /** By when it was sent: a client that is held up reads late what came in time. */
        private Use take(long sentAt, long window) {
            boolean same = sentAt - windowStart < window;
            int taken = same ? inWindow + 1 : 1;
            return new Use(refused, Math.max(busiest, taken), same ? windowStart : sentAt, taken);
        }
    }

    long now() {
        return nanoTime.getAsLong();
    }

    /** Called by any thread. */
    synchronized void answered(String tenant, SyncAnswer answer, long sentAt) {
        if (answer instanceof SyncException failure && !reachedGraph(failure)) {
            return;
        }
        long now = now();
        latencies.add(Duration.ofNanos(now - sentAt));
        timeline.add(kind(answer), now - start);
        Use use = tenants.getOrDefault(tenant, Use.NONE);
        tenants.put(
                tenant,
                answer instanceof Throttled
                        ? use.refuse()
                        : use.take(sentAt, quota.window().toNanos()));
    }

    private static boolean reachedGraph(SyncException failure) {
        return !(failure instanceof Unavailable lost && !lost.sent()
                || failure instanceof Denied denied && denied.signIn());
    }

    private static Timeline.Kind kind(SyncAnswer answer) {
        return answer instanceof SyncReceipt
                ? Timeline.Kind.ACCEPTED
                : answer instanceof Throttled ? Timeline.Kind.THROTTLED : Timeline.Kind.FAILED;
    }

    // What follows is for the time after the run.

    Quota quota() {
        return quota;
    }

    Timeline timeline() {
        return timeline;
    }

    /** From request to answer. */
    Latencies latencies() {
        return latencies;
    }

    Use of(String tenant) {
        return tenants.getOrDefault(tenant, Use.NONE);
    }

    /** What was taken in the busiest window as a share of what was believed; zero if nothing was. */
    double quotaShare(String tenant) {
        return quota.requests() == Integer.MAX_VALUE ? 0 : (double) of(tenant).busiest() / quota.requests();
    }

    /** {@code 98 of 100 in 20 s}: what was taken in the busiest window, of what was believed; empty if nothing was. */
    String quotaUse(String tenant) {
        int busiest = of(tenant).busiest();
        String of = quota.requests() == Integer.MAX_VALUE ? "" : " of " + Prose.count(quota.requests());
        return busiest == 0 ? "" : Prose.count(busiest) + of + " in " + Prose.time(quota.window());
    }
}
