package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Graph for the simulation: quotas by a server model, round trips by a seed, and a ledger for each tenant. */
final class SimulatedGraph implements ConnectorClient {

    /** How the server tells a client when to come back, from the time that is really left. */
    enum RetryAfter {
        EXACT(left -> Duration.ofSeconds((left.toMillis() + 999) / 1000)),
        DECIMAL(left -> Duration.ofMillis(left.toMillis() + 1)),
        ALWAYS_1(left -> Duration.ofSeconds(1)),
        TOO_LONG(left -> left.multipliedBy(2).plusSeconds(1)),
        ABSENT(left -> Duration.ZERO);

        private final UnaryOperator<Duration> form;

        RetryAfter(UnaryOperator<Duration> form) {
            this.form = form;
        }
    }

    /** What became of one tenant's requests, as the server saw it; times in nanoseconds. */
    static final class Ledger {
        final Set<Connector> synced = new HashSet<>();
        long firstArrival = -1;
        long lastAccepted;
        int accepted;
        int refused;
        /** Sent after a refusal had been read and before its time was over. */
        int early;

        private long comeBackAt;
    }

    private final VirtualTimeScheduler time;
    private final SplittableRandom random;
    private final Function<String, ServerQuota> quotas;
    private final RetryAfter retryAfter;
    private final long shortest;
    private final long longest;
    private final Map<String, ServerQuota> quotaOf = new HashMap<>();
    private final Map<String, Ledger> ledgers = new HashMap<>();

    SimulatedGraph(
            VirtualTimeScheduler time,
            long seed,
            Function<String, ServerQuota> quotas,
            RetryAfter retryAfter,
            Duration shortest,
            Duration longest) {
        this.time = time;
        this.random = new SplittableRandom(seed);
        this.quotas = quotas;
        this.retryAfter = retryAfter;
        this.shortest = shortest.toNanos();
        this.longest = longest.toNanos();
    }

    Ledger ledger(String tenant) {
        return ledgers.computeIfAbsent(tenant, t -> new Ledger());
    }

    @Override
    public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
        return Mono.defer(() -> {
            Ledger ledger = ledger(connector.tenant());
            if (now() < ledger.comeBackAt) {
                ledger.early++;
            }
            long roundTrip = random.nextLong(shortest, longest + 1);
            long there = (long) (roundTrip * random.nextDouble(0.2, 0.8));
            return Mono.delay(Duration.ofNanos(there), time)
                    .map(tick -> arrive(connector, ledger))
                    .delayElement(Duration.ofNanos(roundTrip - there), time)
                    .map(answer -> read(answer, connector, type, ledger));
        });
    }

    /** Returns how long to wait, or a negative time where the request was let in. */
    private Duration arrive(Connector connector, Ledger ledger) {
        long now = now();
        ServerQuota quota = quotaOf.computeIfAbsent(connector.tenant(), quotas);
        if (ledger.firstArrival < 0) {
            ledger.firstArrival = now;
        }
        if (quota.admits(now)) {
            ledger.accepted++;
            ledger.synced.add(connector);
            ledger.lastAccepted = now;
            return Duration.ofNanos(-1);
        }
        ledger.refused++;
        return retryAfter.form.apply(Duration.ofNanos(quota.opensAt(now) - now));
    }

    private SyncReceipt read(Duration answer, Connector connector, SyncType type, Ledger ledger) {
        if (answer.isNegative()) {
            return new SyncReceipt(connector, type);
        }
        ledger.comeBackAt = Math.max(ledger.comeBackAt, now() + answer.toNanos());
        throw new Throttled("429", answer);
    }

    private long now() {
        return time.now(TimeUnit.NANOSECONDS);
    }
}
