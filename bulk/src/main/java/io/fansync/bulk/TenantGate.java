package io.fansync.bulk;

import io.fansync.SyncException;
import io.fansync.SyncException.Throttled;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant's requests are held to, and the lanes that wait for it to let them through. One for each tenant, whatever runs
 * there are.
 *
 * <p>Syncs count as writes, and all requests count as requests, of which
 * <a href="https://learn.microsoft.com/graph/throttling-limits">ten times as many</a> are allowed. Where Graph, or the login
 * server, names a time to wait, nothing of the tenant's is sent before it has passed.
 */
final class TenantGate {

    private static final int REQUESTS_FOR_A_WRITE = 10;

    private final String tenant;
    private final ThrottleGate writes;
    private final ThrottleGate requests;
    private final Limits syncs;
    private final Limits reads;
    private final List<Lane> blocked = new ArrayList<>(1);
    private final Set<Lane> lanes = new HashSet<>(2);
    private long heldUntil;
    private int flights;

    /** @param app what the application's requests are held to, over all tenants; left alone where there is no belief at all */
    TenantGate(String tenant, Quota belief, Optional<Learnt> learnt, ThrottleGate app) {
        this.tenant = tenant;
        this.writes = new ThrottleGate(belief, learnt);
        boolean believes = belief.requests() != Integer.MAX_VALUE;
        this.requests = new ThrottleGate(
                believes ? Quota.of(requests(belief.requests()), belief.window()) : Quota.none(), Optional.empty());
        this.syncs = new Limits(writes, believes ? List.of(requests, app) : List.of());
        this.reads = new Limits(requests, believes ? List.of(app) : List.of());
    }

    private static int requests(int writes) {
        return writes > Integer.MAX_VALUE / REQUESTS_FOR_A_WRITE ? Integer.MAX_VALUE : writes * REQUESTS_FOR_A_WRITE;
    }

    String tenant() {
        return tenant;
    }

    /** What the tenant's syncs are held to, within the limits to all requests. */
    ThrottleGate throttle() {
        return writes;
    }

    Limits syncs() {
        return syncs;
    }

    Limits reads() {
        return reads;
    }

    /** How many requests of a kind may be sent now. */
    int permits(Limits limits, long now) {
        return now < heldUntil ? 0 : limits.permits(now);
    }

    /** When to ask again after {@link #permits} said none; {@link Long#MAX_VALUE}: not before an answer. */
    long nextPermitAt(Limits limits, long now) {
        return now < heldUntil ? heldUntil : limits.nextPermitAt(now);
    }

    /** True until the time has passed that Graph, or the login server, asked for. */
    boolean isPaused(long now) {
        return now < heldUntil || !writes.pauseLeft(now).isZero();
    }

    /** As {@link #isPaused}, and while nothing is read because a reading was refused. */
    boolean isThrottled(long now) {
        return isPaused(now) || !requests.pauseLeft(now).isZero();
    }

    /** For how many nanoseconds it stays closed; zero if it is open. */
    long closedFor(long now) {
        return Math.max(writes.closedFor(now), requestsClosedFor(now));
    }

    private long requestsClosedFor(long now) {
        return Math.max(requests.closedFor(now), heldUntil - now);
    }

    /** How many nanoseconds it will take, by what is believed now, to let so many syncs through. */
    long timeFor(long syncs, long now) {
        long from = now + requestsClosedFor(now);
        return writes.timeFor(syncs, from) + from - now;
    }

    /** @param failure why the request was not taken; {@code null} if it was */
    void answered(Limits limits, long sentAt, long now, @Nullable SyncException failure) {
        limits.answered(sentAt, now, failure);
        if (failure instanceof Throttled refusal) {
            heldUntil = Math.max(heldUntil, now + Closure.nanos(refusal.retryAfter()));
        }
    }

    /** How many requests are in flight. */
    int flights() {
        return flights;
    }

    void departed() {
        flights++;
    }

    void landed() {
        flights--;
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

    List<Lane> blocked() {
        return List.copyOf(blocked);
    }

    boolean isAtRest(long now) {
        return !isBusy() && now >= heldUntil && writes.isAtRest(now) && requests.isAtRest(now);
    }
}
