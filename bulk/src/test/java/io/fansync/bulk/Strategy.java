package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncType;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** How to sync many connectors: ours, and what people use instead, in 32 slots that a waiting request keeps. */
enum Strategy {
    OURS("fansync") {
        @Override
        Flux<?> run(ConnectorClient graph, Quota belief, List<Connector> all, Scheduler time, long seed) {
            return BulkSync.over(graph, time, new SplittableRandom(seed))
                    .quota(belief)
                    .sync(Flux.fromIterable(all), SyncType.DELTA);
        }
    },
    /** {@code Retry.backoff(10, 1 s)} within {@code flatMap(32)}. Its formula, because its jitter has no seed. */
    BACKOFF("Retry.backoff, merged") {
        @Override
        Flux<?> run(ConnectorClient graph, Quota belief, List<Connector> all, Scheduler time, long seed) {
            return Flux.fromIterable(all).flatMap(attempt(graph, backoff(new SplittableRandom(seed)), time), SLOTS);
        }
    },
    BACKOFF_BY_TENANT("Retry.backoff, by tenant") {
        @Override
        Flux<?> run(ConnectorClient graph, Quota belief, List<Connector> all, Scheduler time, long seed) {
            Delay delay = backoff(new SplittableRandom(seed));
            return Flux.fromIterable(byTenant(all))
                    .flatMap(
                            tenant -> Flux.fromIterable(tenant).flatMap(attempt(graph, delay, time), SLOTS),
                            Integer.MAX_VALUE);
        }
    },
    /** Three retries; Retry-After up to 180 s, or else 3 s and a little more each time. */
    GRAPH_SDK("Graph SDK") {
        @Override
        Flux<?> run(ConnectorClient graph, Quota belief, List<Connector> all, Scheduler time, long seed) {
            RandomGenerator random = new SplittableRandom(seed);
            Delay delay = (refusal, retries) -> {
                if (retries == 3) {
                    return Duration.ofSeconds(-1);
                }
                double own = 3 + (Math.pow(2, retries + 1) - 1) * 0.5 + random.nextDouble();
                Duration asked = refusal.retryAfter();
                return asked.isZero() ? seconds(own) : asked.compareTo(LONGEST) > 0 ? LONGEST : asked;
            };
            return Flux.fromIterable(all).flatMap(attempt(graph, delay, time), SLOTS);
        }
    },
    /** A rate that is cut to 0.7 by each refusal and grows back as a cubic, one for each tenant; any number of attempts. */
    AWS_ADAPTIVE("AWS adaptive") {
        @Override
        Flux<?> run(ConnectorClient graph, Quota belief, List<Connector> all, Scheduler time, long seed) {
            RandomGenerator random = new SplittableRandom(seed);
            Delay delay = (refusal, retries) ->
                    seconds(random.nextDouble() * Math.min(20, Math.pow(2, Math.min(retries, 10))));
            CubicRate.PerTenant rates = new CubicRate.PerTenant(graph, time);
            return Flux.fromIterable(all).flatMap(attempt(rates, delay, time), SLOTS);
        }
    };

    private static final int SLOTS = 32;
    private static final Duration LONGEST = Duration.ofSeconds(180);

    final String title;

    Strategy(String title) {
        this.title = title;
    }

    /** Syncs all, and emits something for each that is settled. */
    abstract Flux<?> run(ConnectorClient graph, Quota belief, List<Connector> all, Scheduler time, long seed);

    /** How long to wait after a refusal; negative to give up. */
    private interface Delay {
        Duration after(Throttled refusal, long retries);
    }

    private static Delay backoff(RandomGenerator random) {
        return (refusal, retries) -> {
            double exact = Math.pow(2, retries);
            return retries == 10 ? Duration.ofSeconds(-1) : seconds(Math.max(1, exact * random.nextDouble(0.5, 1.5)));
        };
    }

    private static Function<Connector, Mono<?>> attempt(ConnectorClient graph, Delay delay, Scheduler time) {
        return connector -> {
            Retry retry = Retry.from(signals -> signals.concatMap(signal -> {
                Duration wait = delay.after((Throttled) signal.failure(), signal.totalRetries());
                return wait.isNegative() ? Mono.error(signal.failure()) : Mono.delay(wait, time);
            }));
            return Mono.defer(() -> graph.sync(connector, SyncType.DELTA))
                    .retryWhen(retry)
                    .cast(Object.class)
                    .onErrorResume(Throttled.class, Mono::just);
        };
    }

    private static Iterable<List<Connector>> byTenant(List<Connector> all) {
        return all.stream()
                .collect(Collectors.groupingBy(Connector::tenant, TreeMap::new, Collectors.toList()))
                .values();
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
