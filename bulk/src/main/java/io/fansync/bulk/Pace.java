package io.fansync.bulk;

/**
 * A quota as a rate: so much time for each request, which every way of counting grants. At the moment when the server refuses,
 * what it granted is used up: how many it takes from one such moment to the next is its rate, and what it granted while it was
 * closed can be had at once. Pure: time, in nanoseconds, is an argument.
 */
final class Pace {

    /** By how much faster it goes after a time without a refusal; from then on twice as much after each window without one. */
    private static final double SMALLEST_STEP = 1 / 256.0;

    private static final double LARGEST_STEP = 1 / 4.0;
    private static final int LONGEST_HOLD = 8;
    /** By how much slower it goes at least after a refusal. */
    private static final double SETBACK = 1 / 128.0;
    /** Requests go in so many groups a window, which makes for batches. */
    private static final int GROUPS = 32;
    /** How many are in flight at once to make up for a closure. */
    private static final int CAREFUL = 3;

    private final long window;
    /** The shortest interval that is ever tried. */
    private final double floor;

    /** The time from one request to the next. */
    private double interval;
    /** Down to here the interval shrinks with each request that the server takes. */
    private double target;

    private double nextAt;
    /** What the server granted while it was closed. */
    private int credit;

    private double step = SMALLEST_STEP;
    /** For how many windows nobody must have objected before more is tried. */
    private int hold = 1;

    private long quietSince;

    private long measuredSince;
    private int taken;

    private long closedAt;
    private int refused;
    private long closedFor;
    private long openedAt;
    private int takenSinceOpened;
    private int takenBefore;

    /**
     * @param least how many requests in a window to begin with
     * @param most how many there may be
     * @param floor the shortest time from one request to the next that is ever tried
     * @param refusedAt when the server was seen to be used up
     */
    Pace(int least, int most, long window, double floor, long refusedAt, long now) {
        this.window = window;
        this.floor = floor;
        this.interval = Math.max(floor, (double) window / least);
        this.target = Math.max(floor, (double) window / most);
        this.measuredSince = Math.max(refusedAt, now - window / 8);
        opened(now, now - refusedAt);
    }

    /** The time from one request to the next that is aimed at. */
    double target() {
        return target;
    }

    int room(long now, int inFlight) {
        if (credit > 0) {
            return Math.min(credit, CAREFUL - inFlight);
        }
        return now < nextAt() ? 0 : 1 + (int) ((now - Math.max(nextAt, now - slack())) / interval);
    }

    /** When there is room for a group. */
    long nextAt() {
        double others = Math.max(0, (double) window / GROUPS - interval);
        return credit > 0 ? 0 : (long) Math.ceil(nextAt + others);
    }

    void sent(long now) {
        if (credit > 0) {
            credit--;
        } else {
            nextAt = Math.max(nextAt, now - slack()) + interval;
        }
    }

    /** When the n-th request from now on will have its turn, if nothing is sent before {@code from}. */
    long nthAt(long n, long from) {
        return (long) (Math.max(from, nextAt) + Math.max(0, n - credit - 1) * interval);
    }

    /** How far it may fall behind and catch up. */
    private double slack() {
        return Math.max(interval, window / 16.0);
    }

    void taken(long now) {
        taken++;
        takenSinceOpened++;
        if (interval > target) {
            interval = Math.max(target, interval / (1 + 2 * interval / window));
            quietSince = now;
        } else if (now - quietSince >= (step == SMALLEST_STEP ? hold : 1) * window) {
            interval = Math.max(floor, interval / (1 + step));
            target = interval;
            step = Math.min(LARGEST_STEP, step * 2);
            quietSince = now;
        }
    }

    void refused() {
        refused++;
    }

    /** The server begins to refuse. */
    void hit(long now) {
        double measured = (now - measuredSince) / (taken + 2.0);
        step = SMALLEST_STEP;
        if (isLong(closedFor) && now - measuredSince > window / 2) {
            settle(Math.max(target, (target + measured) / 2), now);
            step = 1 / 64.0;
        } else if (now - openedAt >= window) {
            settle(interval * (1 + Math.max(SETBACK, Math.min(LARGEST_STEP, interval / window / 2))), now);
            hold = Math.min(LONGEST_HOLD, hold * 2);
        } else {
            boolean sure = now - measuredSince >= window;
            interval = Math.max(interval, Math.min(interval * (sure ? 5 / 4.0 : 3 / 2.0), measured));
            target = sure ? (target + interval) / 2 : target;
        }
        interval = Math.min(interval, window);
        closedAt = now;
        credit = 0;
    }

    private void settle(double newInterval, long now) {
        interval = newInterval;
        target = interval;
        measuredSince = now;
        taken = 0;
    }

    /** The server takes requests again. Returns how many its window holds if it turns out to count in windows after all, else zero. */
    int reopened(long now) {
        closedFor = now - closedAt;
        int held = isWindow(now - openedAt) ? takenSinceOpened : 0;
        takenBefore = takenSinceOpened;
        opened(now, closedFor);
        return held;
    }

    /** It took just as many as the last time, was then closed for long, and opened again about a window later. */
    private boolean isWindow(long sinceOpened) {
        return takenSinceOpened == takenBefore
                && isLong(closedFor - Closure.ROUNDED)
                && sinceOpened > 0.9 * window
                && sinceOpened < 2.25 * window;
    }

    /** A server that was closed for long counts in windows: it has granted nothing meanwhile that would last. */
    private void opened(long now, long after) {
        takenSinceOpened = 0;
        credit = isLong(after) ? 0 : Math.max(0, (int) (after / interval) - 1 - refused);
        refused = 0;
        nextAt = now + interval;
        openedAt = now;
        quietSince = now;
    }

    /** For how long the server stayed closed the last time; zero as long as it has not been. */
    long closedFor() {
        return closedFor;
    }

    private boolean isLong(long closure) {
        return closure > window / 5;
    }
}
