package io.fansync.cli;

import java.time.Duration;

/** How long things took: counted in steps of some 3 %, so that a million of them take no more room than ten. */
final class Latencies {

    /** Steps for each doubling. */
    private static final int STEPS = 32;

    private static final int STEPS_BITS = 5;

    /** In microseconds: one by one up to the first {@value #STEPS}, then so many for each doubling. */
    private final long[] counts = new long[STEPS * (Long.SIZE - STEPS_BITS)];

    private long count;
    private long most;

    void add(Duration time) {
        long micros = Math.max(0, time.toNanos() / 1_000);
        counts[step(micros)]++;
        count++;
        most = Math.max(most, micros);
    }

    long count() {
        return count;
    }

    Duration max() {
        return micros(most);
    }

    /** By nearest rank, rounded up to the end of its step; zero if there is none. */
    Duration percentile(int percent) {
        long rank = Math.max(1, (long) Math.ceil(count * (percent / 100.0)));
        long seen = 0;
        for (int step = 0; step < counts.length; step++) {
            seen += counts[step];
            if (seen >= rank) {
                return micros(Math.min(most, start(step + 1) - 1));
            }
        }
        return Duration.ZERO;
    }

    /** How many took at least {@code from} and less than {@code to}, to the accuracy of a step. */
    long between(Duration from, Duration to) {
        long sum = 0;
        for (int step = step(from.toNanos() / 1_000); step < step(to.toNanos() / 1_000); step++) {
            sum += counts[step];
        }
        return sum;
    }

    private static int step(long micros) {
        int doublings = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(micros) - STEPS_BITS - 1);
        return doublings * STEPS + (int) (micros >>> doublings);
    }

    private static long start(int step) {
        int doublings = Math.max(0, step / STEPS - 1);
        return (long) (step - doublings * STEPS) << doublings;
    }

    private static Duration micros(long micros) {
        return Duration.ofNanos(micros * 1_000);
    }
}
