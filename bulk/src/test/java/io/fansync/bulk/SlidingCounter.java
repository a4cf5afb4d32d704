package io.fansync.bulk;

import java.util.function.LongToIntFunction;

/** See {@link ServerQuota#slidingCounter}. */
final class SlidingCounter implements ServerQuota {

    private final LongToIntFunction limit;
    private final long window;
    private final long phase;
    private final boolean refusalsCount;
    private long index;
    private int before;
    private int count;

    SlidingCounter(LongToIntFunction limit, long window, long phase, boolean refusalsCount) {
        this.limit = limit;
        this.window = window;
        this.phase = phase;
        this.refusalsCount = refusalsCount;
    }

    @Override
    public boolean admits(long now) {
        roll(now);
        boolean admitted = weight(now) < limit.applyAsInt(now);
        if (admitted || refusalsCount) {
            count++;
        }
        return admitted;
    }

    @Override
    public long opensAt(long now) {
        roll(now);
        int limitNow = limit.applyAsInt(now);
        if (weight(now) < limitNow) {
            return now;
        }
        long begin = index * window - phase;
        return count >= limitNow
                ? begin + window + (long) (window * (1 - (limitNow - 1.0) / count))
                : begin + (long) (window * (1 - (limitNow - count - 0.5) / before));
    }

    private double weight(long now) {
        double passed = (double) ((now + phase) % window) / window;
        return before * (1 - passed) + count;
    }

    private void roll(long now) {
        long current = (now + phase) / window;
        if (current != index) {
            before = current == index + 1 ? count : 0;
            count = 0;
            index = current;
        }
    }
}
