package io.fansync.bulk;

import java.time.Duration;
import java.util.Optional;

/**
 * How many sync requests a tenant takes in a window of time. Microsoft publishes
 * <a href="https://learn.microsoft.com/graph/throttling-limits">100 writes in 20 seconds per app and tenant</a> for this
 * resource; what is enforced may differ, and other apps of the tenant use up their share.
 */
public final class Quota {

    private static final Duration LONGEST = Duration.ofDays(365);

    private final int requests;
    private final Duration window;
    private final Optional<Quota> ceiling;

    private Quota(int requests, Duration window, Optional<Quota> ceiling) {
        if (requests < 1 || window.isNegative() || window.isZero() || window.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "A quota is at least one request in a time longer than zero and not longer than a year, but was "
                            + requests + " in " + window);
        }
        this.requests = requests;
        this.window = window;
        this.ceiling = ceiling;
    }

    /**
     * A belief to start from: given up as soon as Graph shows that it grants more or less.
     *
     * @throws IllegalArgumentException if that is not one request at least, in a time longer than zero and not longer than 365 days
     */
    public static Quota of(int requests, Duration window) {
        return new Quota(requests, window, Optional.empty());
    }

    /**
     * A belief to start from that is also a promise: never more than this, whatever Graph would allow.
     *
     * @throws IllegalArgumentException if that is not one request at least, in a time longer than zero and not longer than 365 days
     */
    public static Quota atMost(int requests, Duration window) {
        return of(requests, window).within(requests, window);
    }

    /** No belief: send until Graph objects, and learn from that. */
    public static Quota none() {
        return new Quota(Integer.MAX_VALUE, Duration.ofSeconds(20), Optional.empty());
    }

    /**
     * This belief, under a promise: never more than {@code requests} in any {@code window}.
     *
     * @throws IllegalArgumentException if that is not one request at least, in a time longer than zero and not longer than 365 days
     */
    public Quota within(int requests, Duration window) {
        return new Quota(this.requests, this.window, Optional.of(of(requests, window)));
    }

    /** How many requests in a window; {@link Integer#MAX_VALUE} if there is no belief. */
    public int requests() {
        return requests;
    }

    /** The window. */
    public Duration window() {
        return window;
    }

    /** What is never exceeded; empty if there is no such promise. */
    public Optional<Quota> ceiling() {
        return ceiling;
    }

    @Override
    public String toString() {
        String belief = requests == Integer.MAX_VALUE ? "none" : requests + "/" + window.toMillis() + "ms";
        return ceiling.map(most -> belief + " within " + most).orElse(belief);
    }
}
