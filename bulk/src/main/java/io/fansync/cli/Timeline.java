package io.fansync.cli;

import java.time.Duration;
import java.util.Arrays;

/** How many answers of each kind came when: in steps that grow longer with the run, so that there are never too many. */
final class Timeline {

    enum Kind {
        ACCEPTED,
        THROTTLED,
        FAILED
    }

    private static final int MOST_STEPS = 240;

    private final long[][] counts = new long[Kind.values().length][MOST_STEPS];
    private long step = Duration.ofMillis(100).toNanos();
    private int steps;

    /** @param nanos since the run began */
    void add(Kind kind, long nanos) {
        while (nanos / step >= MOST_STEPS) {
            joinSteps();
        }
        int at = (int) (nanos / step);
        counts[kind.ordinal()][at]++;
        steps = Math.max(steps, at + 1);
    }

    private void joinSteps() {
        for (long[] of : counts) {
            for (int i = 0; i < MOST_STEPS; i++) {
                of[i] = 2 * i < MOST_STEPS ? of[2 * i] + of[2 * i + 1] : 0;
            }
        }
        step *= 2;
        steps = (steps + 1) / 2;
    }

    int steps() {
        return steps;
    }

    Duration step() {
        return Duration.ofNanos(step);
    }

    long count(Kind kind, int step) {
        return counts[kind.ordinal()][step];
    }

    long total(Kind kind) {
        return Arrays.stream(counts[kind.ordinal()]).sum();
    }
}
