package io.fansync.bulk;

import java.util.concurrent.TimeUnit;

/**
 * How fast a count has grown lately: over the last 20 s, the published window, so that waves and the lulls between them even
 * out. Pure: time, in nanoseconds, is an argument.
 */
final class RecentRate {

    private static final long SPAN = TimeUnit.SECONDS.toNanos(20);
    private static final int SAMPLES = 40;

    private final long[] times = new long[SAMPLES];
    private final long[] counts = new long[SAMPLES];
    private int first;
    private int size = 1;

    RecentRate(long start) {
        times[0] = start;
    }

    /** Per second, now that the count is so high. */
    double at(long now, long count) {
        while (size > 1 && times[at(1)] <= now - SPAN) {
            first = at(1);
            size--;
        }
        double rate = now == times[first] ? 0 : (count - counts[first]) * 1e9 / (now - times[first]);
        if (size < SAMPLES && now - times[at(size - 1)] >= SPAN / (SAMPLES - 2)) {
            times[at(size)] = now;
            counts[at(size)] = count;
            size++;
        }
        return rate;
    }

    private int at(int index) {
        return (first + index) % SAMPLES;
    }
}
