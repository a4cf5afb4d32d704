package io.fansync.simulator;

import java.time.Duration;

/**
 * A sliding window log: never more than so many writes in any span as long as the window. A write that is refused does
 * not count. Time is an argument, in nanoseconds from any origin, and does not go backwards.
 */
final class WriteQuota {

    private final long[] accepted;
    private final long window;
    private long count;

    /** @param requests how many; {@code 0} for no limit at all */
    WriteQuota(int requests, Duration window) {
        this.accepted = new long[requests];
        this.window = window.toNanos();
    }

    /** Accepts a write and returns {@code 0}, or refuses it and returns the nanoseconds until there is room for one. */
    synchronized long charge(long now) {
        if (accepted.length == 0) {
            return 0;
        }
        int oldest = (int) (count % accepted.length);
        long wait = count < accepted.length ? 0 : accepted[oldest] + window - now;
        if (wait > 0) {
            return wait;
        }
        accepted[oldest] = now;
        count++;
        return 0;
    }
}
