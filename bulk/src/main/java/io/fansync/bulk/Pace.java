package io.fansync.bulk;

/**
 * A quota as a rate: requests evenly spread, which every way of counting takes. Learns the rate from how many the server takes
 * from one refusal to the next. Pure: time, in nanoseconds, is an argument.
 */
final class Pace {

    private static final double KEPT_BACK = 0.02;
    private static final double LARGEST_STEP = 0.25;
    private static final int LONGEST_HOLD = 32;

    private final long window;
    /** The time from one request to the next. */
    private double interval;
    /** Above this the interval shrinks with each request that the server takes. */
    private double threshold;

    private double nextAt;

    private long openedAt;
    private int takenSince;

    /** The interval that the server went along with, while a shorter one is tried. */
    private double trusted;

    private long growsFrom;
    private long quietSince;
    private int hold = 1;
    private double step = KEPT_BACK / 2;

    Pace(double rate, double believed, long window, long now) {
        this.window = window;
        this.interval = 1 / (rate * (1 - KEPT_BACK));
        this.threshold = Math.min(interval, 1 / (believed * (1 - KEPT_BACK)));
        this.nextAt = now + interval;
        opened(now);
    }

    int room(long now) {
        return now < nextAt ? 0 : (int) Math.min(Integer.MAX_VALUE, 1 + (now - nextAt) / interval);
    }

    long nextAt() {
        return (long) Math.ceil(nextAt);
    }

    void sent(long now) {
        nextAt = Math.max(nextAt, now - Math.max(interval, window / 64.0)) + interval;
    }

    void taken(long now) {
        takenSince++;
        if (interval > threshold) {
            if (now < growsFrom) {
                return;
            }
            interval = Math.max(threshold, interval * (1 - 1 / 64.0));
            quietSince = now;
        } else if (now - quietSince >= hold * window) {
            trusted = interval;
            interval /= 1 + step;
            step = Math.min(LARGEST_STEP, step * 2);
            threshold = interval;
            hold = 1;
            quietSince = now;
        }
    }

    /** The server refused some, and takes them again. */
    void learn(long now) {
        double refused = interval;
        double measured = (now - openedAt) / (takenSince + 2.0);
        boolean hasty = now - openedAt < window;
        interval = Math.max(refused, hasty ? Math.min(measured, 2 * refused) : measured) / (1 - KEPT_BACK);
        if (trusted > 0) {
            interval = Math.min(trusted, interval);
        }
        double gap = (trusted > 0 ? trusted : interval) / refused - 1;
        hold = trusted > 0 && gap < 2.5 * KEPT_BACK ? LONGEST_HOLD : 1;
        step = Math.max(KEPT_BACK / 2, Math.min(LARGEST_STEP, gap / (hasty ? 2 : 8)));
        threshold = hasty && trusted == 0 ? Math.min(threshold, interval) : interval;
        trusted = 0;
        growsFrom = now + window;
        nextAt = now + interval;
        opened(now);
    }

    private void opened(long now) {
        openedAt = now;
        takenSince = 0;
        quietSince = now;
    }
}
