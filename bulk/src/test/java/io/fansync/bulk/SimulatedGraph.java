package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

/** Graph for the simulation: quotas by a server model, latencies by a seed, and the figures that the table shows. */
final class SimulatedGraph implements ConnectorClient {

    /** How the server tells a client when to come back, from the exact time. */
    interface RetryAfter extends Function<Duration, Duration> {
        RetryAfter EXACT = left -> Duration.ofSeconds((left.toMillis() + 999) / 1000);
        RetryAfter DECIMAL = left -> Duration.ofMillis(left.toMillis() + 1);
        RetryAfter ONE = left -> Duration.ofSeconds(1);
        RetryAfter TOO_LONG = left -> left.multipliedBy(2).plusSeconds(1);
        RetryAfter ABSENT = left -> Duration.ZERO;
    }

    /** What happened to one tenant, as the server saw it; times in nanoseconds. */
    static final class Ledger {
        long firstArrival = -1;
        long lastAccepted;
        int accepted;
        int refused;
        int early;
        private long readRefusalAt = Long.MAX_VALUE;
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
            long roundTrip = random.nextLong(shortest, longest + 1);
            long there = (long) (roundTrip * random.nextDouble(0.2, 0.8));
            return Mono.delay(Duration.ofNanos(there), time)
                    .map(tick -> arrive(connector.tenant(), roundTrip - there))
                    .delayElement(Duration.ofNanos(roundTrip - there), time)
                    .map(answer -> {
                        if (answer.isNegative()) {
                            return new SyncReceipt(connector, type);
                        }
                        throw new Throttled("429", answer);
                    });
        });
    }

    /** Returns how long to wait, or a negative time where the request was let in. */
    private Duration arrive(String tenant, long back) {
        long now = time.now(TimeUnit.NANOSECONDS);
        ServerQuota quota = quotaOf.computeIfAbsent(tenant, quotas);
        Ledger ledger = ledger(tenant);
        if (ledger.firstArrival < 0) {
            ledger.firstArrival = now;
        }
        if (now > ledger.readRefusalAt + longest && now < ledger.comeBackAt) {
            ledger.early++;
        }
        if (quota.admits(now)) {
            ledger.accepted++;
            ledger.lastAccepted = now;
            return Duration.ofNanos(-1);
        }
        ledger.refused++;
        Duration asked = retryAfter.apply(Duration.ofNanos(quota.opensAt(now) - now));
        ledger.readRefusalAt = now + back;
        ledger.comeBackAt = now + back + asked.toNanos();
        return asked;
    }
}
