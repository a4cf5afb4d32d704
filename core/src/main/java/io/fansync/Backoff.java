package io.fansync;

import static java.util.Objects.requireNonNull;

import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Retries a single request as Graph asks for it: {@code client.sync(connector, type).retryWhen(Backoff.standard())}. Many
 * requests share a quota, and are better left to {@code fansync-bulk}.
 *
 * <p>It retries {@link Throttled} and {@link Unavailable}, and nothing else. Where Graph named a time, it waits that long.
 * Where it named none, it waits a random time: 2.5 to 5 seconds when throttled, 0.1 to 0.2 seconds when unavailable, the
 * upper end of which doubles from retry to retry up to 20 seconds. It gives up with the last {@link SyncException}
 * itself, never with a wrapper. It waits on Reactor's {@code parallel} scheduler.
 *
 * <p>An {@link Unavailable} that was {@linkplain SyncException#sent() sent} is retried too: that Graph is asked twice for one
 * sync does no harm, but counts twice.
 */
public final class Backoff extends Retry {

    private static final Backoff STANDARD = new Backoff(3, Duration.ofMinutes(5));

    private static final long THROTTLED_MILLIS = 5_000;
    private static final long UNAVAILABLE_MILLIS = 200;
    private static final long LONGEST_OWN_MILLIS = 20_000;

    private final int maxRetries;
    private final Duration maxDelay;

    private Backoff(int maxRetries, Duration maxDelay) {
        this.maxRetries = maxRetries;
        this.maxDelay = maxDelay;
    }

    /** Three retries, and no wait longer than five minutes. */
    public static Backoff standard() {
        return STANDARD;
    }

    /**
     * How often to try again: total attempts = 1 initial attempt + {@code maxRetries}. Defaults to 3.
     *
     * @throws IllegalArgumentException if negative
     */
    public Backoff maxRetries(int maxRetries) {
        if (maxRetries < 0) {
            throw new IllegalArgumentException("maxRetries must not be negative, but was " + maxRetries);
        }
        return new Backoff(maxRetries, maxDelay);
    }

    /**
     * The longest wait. If Graph asks for more, it gives up at once: to come back earlier than asked only prolongs the
     * throttling. Defaults to five minutes.
     *
     * @throws IllegalArgumentException if zero or negative
     */
    public Backoff maxDelay(Duration maxDelay) {
        if (requireNonNull(maxDelay, "maxDelay").isZero() || maxDelay.isNegative()) {
            throw new IllegalArgumentException("maxDelay must be positive, but was " + maxDelay);
        }
        return new Backoff(maxRetries, maxDelay);
    }

    @Override
    public Flux<Long> generateCompanion(Flux<RetrySignal> signals) {
        return signals.concatMap(signal -> pause(signal.failure(), signal.totalRetries()));
    }

    private Mono<Long> pause(Throwable failure, long retries) {
        if (retries >= maxRetries) {
            return Mono.error(failure);
        }
        if (failure instanceof Throttled throttled) {
            return throttled.retryAfter().isZero() ? own(THROTTLED_MILLIS, retries) : asked(throttled);
        }
        return failure instanceof Unavailable ? own(UNAVAILABLE_MILLIS, retries) : Mono.error(failure);
    }

    private Mono<Long> asked(Throttled throttled) {
        Duration delay = throttled.retryAfter();
        return delay.compareTo(maxDelay) > 0 ? Mono.error(throttled) : Mono.delay(delay);
    }

    /** Random over the whole range, so that callers who failed together part; but never at once. */
    private Mono<Long> own(long firstMillis, long retries) {
        long range = Math.min(LONGEST_OWN_MILLIS, firstMillis << Math.min(retries, 16));
        Duration delay = Duration.ofMillis(ThreadLocalRandom.current().nextLong(firstMillis / 2, range + 1));
        return Mono.delay(delay.compareTo(maxDelay) > 0 ? maxDelay : delay);
    }
}
