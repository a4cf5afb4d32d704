package io.fansync.benchmarks.peers;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The retry that a careful programmer writes around a client that has none: five times, after what {@code Retry-After} says
 * in whole seconds, else after a time that doubles from 100 ms, with jitter.
 */
final class Patience {

    static final int RETRIES = 5;

    private Patience() {}

    static boolean mayPass(int status) {
        return status == 429 || status >= 500;
    }

    static Duration before(int retry, Optional<String> retryAfter) {
        return retryAfter
                .filter(value -> value.matches("\\d{1,5}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .orElseGet(() -> grown(retry));
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Duration grown(int retry) {
        double jitter = ThreadLocalRandom.current().nextDouble(0.5, 1.5);
        return Duration.ofNanos(
                (long) (jitter * Duration.ofMillis(100L << retry).toNanos()));
    }
}
