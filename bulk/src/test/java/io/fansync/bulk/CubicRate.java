package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The client-side rate of the AWS SDKs' adaptive retry mode, by its published constants: off until the first refusal, then cut to
 * 0.7 of what was measured and grown back as a cubic of the time since. Times in seconds.
 */
final class CubicRate {

    private static final double BETA = 0.7;
    private static final double SCALE = 0.4;
    private static final double LEAST = 0.5;

    private boolean on;
    private double rate;
    private double measured;
    private double lastMax;
    private double cutAt;
    private double bucketAt = -1;
    private int inBucket;
    private double tokens;
    private double asOf;

    /** The same client, with a rate for each tenant. */
    static final class PerTenant implements ConnectorClient {

        private final ConnectorClient client;
        private final Scheduler time;
        private final Map<String, CubicRate> rates = new HashMap<>();

        PerTenant(ConnectorClient client, Scheduler time) {
            this.client = client;
            this.time = time;
        }

        @Override
        public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
            return Mono.defer(() -> {
                CubicRate rate = rates.computeIfAbsent(connector.tenant(), tenant -> new CubicRate());
                Mono<SyncReceipt> call = client.sync(connector, type)
                        .doOnNext(receipt -> rate.answered(now(), false))
                        .doOnError(Throttled.class, refusal -> rate.answered(now(), true));
                return turn(rate).then(call);
            });
        }

        /** Completes once there is a token, which nobody owns before it is there. */
        private Mono<Long> turn(CubicRate rate) {
            return Mono.defer(() -> {
                double wait = rate.acquire(now());
                Duration delay = Duration.ofNanos((long) Math.ceil(wait * 1e9));
                return wait == 0 ? Mono.just(0L) : Mono.delay(delay, time).then(turn(rate));
            });
        }

        private double now() {
            return time.now(TimeUnit.NANOSECONDS) / 1e9;
        }
    }

    /** Takes a token, or returns how long to wait for one. */
    private double acquire(double now) {
        if (!on) {
            return 0;
        }
        tokens = Math.min(Math.max(1, rate), tokens + (now - asOf) * rate);
        asOf = now;
        if (tokens < 1 - 1e-9) {
            return (1 - tokens) / rate;
        }
        tokens--;
        return 0;
    }

    private void answered(double now, boolean refused) {
        measure(now);
        if (refused) {
            lastMax = on ? Math.min(measured, rate) : measured;
            cutAt = now;
            rate = Math.max(LEAST, lastMax * BETA);
            asOf = on ? asOf : now;
            on = true;
        } else {
            double cubic = SCALE * Math.pow(now - cutAt - Math.cbrt(lastMax * (1 - BETA) / SCALE), 3) + lastMax;
            rate = Math.max(LEAST, Math.min(cubic, 2 * measured));
        }
    }

    private void measure(double now) {
        double bucket = Math.floor(now * 2) / 2;
        inBucket++;
        if (bucketAt < 0) {
            bucketAt = bucket;
        } else if (bucket > bucketAt) {
            measured = 0.8 * inBucket / (bucket - bucketAt) + 0.2 * measured;
            inBucket = 0;
            bucketAt = bucket;
        }
    }
}
