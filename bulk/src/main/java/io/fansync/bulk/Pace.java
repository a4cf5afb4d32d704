package io.fansync.bulk;

/**
 * A quota as a rate: one request after the other, evenly spread, which every way of counting takes. Learns the rate from how
 * many the server takes from one opening to the next, refusals and closure included. Pure: time, in nanoseconds, is an argument.
 */
final class Pace {

    /** A little less than the rate, for what the network does to the even spread. */
    private static final double KEPT_BACK = 0.02;

    private static final double LARGEST_STEP = 0.25;
    private static final int LONGEST_HOLD = 32;

    private final long window;
    /** The shortest interval that is ever tried. */
    private final double floor;

    /** The time from one request to the next. */
    private double interval;
    /** Down to here the interval shrinks with each request that the server takes. */
    private double target;
    /** An interval that the server went along with, while a shorter one is tried; zero if none is. */
    private double proven;

    private double nextAt;
    private long openedAt;
    private long growsFrom;
    private int taken;
    private long closedAt;
    private long closedFor;

    private long quietSince;
    private int hold = 1;
    private double step = KEPT_BACK / 2;

    /**
     * @param limit how many requests in a window to begin with
     * @param hope how many there may be
     * @param floor the shortest time from one request to the next that is ever tried
     */
    Pace(int limit, int hope, long window, double floor, long now) {
        this.window = window;
        this.floor = floor;
        this.interval = slower((double) window / limit);
        this.target = Math.min(interval, slower((double) window / hope));
        opened(now);
    }

    double interval() {
        return interval;
    }

    int room(long now) {
        double from = Math.max(nextAt, now - slack());
        return now < nextAt ? 0 : 1 + (int) ((now - from) / interval);
    }

    long nextAt() {
        return (long) Math.ceil(nextAt);
    }

    void sent(long now) {
        nextAt = Math.max(nextAt, now - slack()) + interval;
    }

    /** When the n-th request from now on will have its turn, if nothing is sent before {@code from}. */
    long nthAt(long n, long from) {
        return (long) (Math.max(from, nextAt) + (n - 1) * interval);
    }

    /** How far it may fall behind and catch up, as a timer does that rings late. */
    private double slack() {
        return Math.max(interval, window / 64.0);
    }

    void taken(long now) {
        taken++;
        if (interval > target) {
            approach(now);
        } else if (now - quietSince >= hold * window) {
            proven = interval;
            interval = Math.max(floor, interval / (1 + step));
            target = interval;
            step = Math.min(LARGEST_STEP, step * 2);
            hold = 1;
            quietSince = now;
        }
    }

    private void approach(long now) {
        if (now >= growsFrom) {
            interval = Math.max(Math.max(target, floor), interval * (1 - 1 / 64.0));
            quietSince = now;
        }
    }

    /** The server begins to refuse. */
    void hit(long now) {
        closedAt = now;
    }

    /** For how long the server stayed closed the last time. */
    long closedFor() {
        return closedFor;
    }

    /**
     * The server takes requests again. The rate lies between one that it went along with and the one that it refused, where what
     * it took since the last opening says. What was measured in less than a window says little: it is tried again soon.
     */
    void reopened(long now) {
        double refused = interval;
        double measured = (now - openedAt) / (taken + 2.0);
        boolean hasty = now - openedAt < window;
        interval = slower(Math.max(refused, hasty ? Math.min(measured, 2 * refused) : measured));
        if (proven > 0) {
            interval = Math.min(interval, proven);
        }
        double gap = (proven > 0 ? proven : interval) / refused - 1;
        hold = proven > 0 && gap < 2.5 * KEPT_BACK ? LONGEST_HOLD : 1;
        step = Math.max(KEPT_BACK / 2, Math.min(LARGEST_STEP, gap / (hasty ? 2 : 8)));
        target = hasty && proven == 0 ? Math.min(target, interval) : interval;
        proven = 0;
        growsFrom = now + window;
        closedFor = now - closedAt;
        opened(now);
    }

    private void opened(long now) {
        nextAt = now + interval;
        openedAt = now;
        quietSince = now;
        taken = 0;
    }

    private static double slower(double interval) {
        return interval / (1 - KEPT_BACK);
    }
}
