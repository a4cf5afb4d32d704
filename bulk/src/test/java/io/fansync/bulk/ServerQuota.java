package io.fansync.bulk;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongToIntFunction;
import java.util.random.RandomGenerator;

/** How servers count requests: four textbook models, on their own clock, in nanoseconds. They share no code with the gate. */
interface ServerQuota {

    /** Counts a request that arrives now, and says whether it is let in. */
    boolean admits(long now);

    /** When the next request would be let in, if nobody else came. */
    long opensAt(long now);

    /**
     * Windows that follow one another, each with a count of its own.
     *
     * @param phase when the first one begins
     */
    static ServerQuota fixedWindow(LongToIntFunction limit, long window, long phase) {
        return new ServerQuota() {
            private long index = -1;
            private int count;

            @Override
            public boolean admits(long now) {
                long current = (now + phase) / window;
                if (current != index) {
                    index = current;
                    count = 0;
                }
                return count < limit.applyAsInt(now) && count++ >= 0;
            }

            @Override
            public long opensAt(long now) {
                return count < limit.applyAsInt(now) ? now : (index + 1) * window - phase;
            }
        };
    }

    /** Every request of the last window is remembered. */
    static ServerQuota slidingLog(LongToIntFunction limit, long window, boolean refusalsCount) {
        return new ServerQuota() {
            private final Deque<Long> log = new ArrayDeque<>();

            @Override
            public boolean admits(long now) {
                forget(now);
                boolean admitted = log.size() < limit.applyAsInt(now);
                if (admitted || refusalsCount) {
                    log.addLast(now);
                }
                return admitted;
            }

            @Override
            public long opensAt(long now) {
                forget(now);
                int over = log.size() - limit.applyAsInt(now);
                return over < 0 ? now : log.stream().skip(over).findFirst().orElseThrow() + window;
            }

            private void forget(long now) {
                while (!log.isEmpty() && log.element() + window <= now) {
                    log.remove();
                }
            }
        };
    }

    /** The count of this window, and that of the one before by the share of it that the last window's length still covers. */
    static ServerQuota slidingCounter(LongToIntFunction limit, long window, long phase, boolean refusalsCount) {
        return new SlidingCounter(limit, window, phase, refusalsCount);
    }

    /** A bucket that holds a window's worth and is refilled steadily. */
    static ServerQuota tokenBucket(LongToIntFunction limit, long window) {
        return new ServerQuota() {
            private double tokens = limit.applyAsInt(0);
            private long asOf;

            @Override
            public boolean admits(long now) {
                refill(now);
                if (tokens < 1) {
                    return false;
                }
                tokens--;
                return true;
            }

            @Override
            public long opensAt(long now) {
                refill(now);
                return tokens >= 1 ? now : now + (long) Math.ceil((1 - tokens) * window / limit.applyAsInt(now));
            }

            private void refill(long now) {
                double most = limit.applyAsInt(now);
                tokens = Math.min(most, tokens + most * (now - asOf) / window);
                asOf = now;
            }
        };
    }

    /** The same quota, of which other apps use up as many requests in a window as they are let in with; they ask at random. */
    static ServerQuota withNeighbour(ServerQuota quota, double requests, long window, RandomGenerator random) {
        return new ServerQuota() {
            private double nextAt = apart();

            @Override
            public boolean admits(long now) {
                letNeighboursIn(now);
                return quota.admits(now);
            }

            @Override
            public long opensAt(long now) {
                return quota.opensAt(now);
            }

            private void letNeighboursIn(long now) {
                for (; nextAt <= now; nextAt += apart()) {
                    quota.admits((long) nextAt);
                }
            }

            private double apart() {
                return -Math.log(1 - random.nextDouble()) * window / requests;
            }
        };
    }
}
