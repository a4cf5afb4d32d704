package io.fansync.bulk;

/**
 * How many requests fell into the last window: a log in which those that come close together share an entry, stamped with the
 * last of them, so that no count is ever too low and memory never above some {@value #GRAINS} entries. Pure: time, in
 * nanoseconds, is an argument.
 */
final class Mirror {

    private static final int GRAINS = 1024;

    private final long window;
    /** For how long a request counts. */
    private long lasts;

    private long[] times = new long[16];
    private int[] counts = new int[16];
    private int first;
    private int entries;
    private int used;
    private long lastOpened;

    Mirror(long window) {
        this.window = window;
        this.lasts = window;
    }

    long window() {
        return window;
    }

    /** A request counts for so much less than the window. */
    void spare(long nanos) {
        lasts = window - nanos;
    }

    /** What was counted counts no more. */
    void clear() {
        used = 0;
        entries = 0;
    }

    void add(long now) {
        used(now);
        used++;
        if (entries > 0 && now - lastOpened < window / GRAINS) {
            times[at(entries - 1)] = now;
            counts[at(entries - 1)]++;
            return;
        }
        if (entries == times.length) {
            grow();
        }
        times[at(entries)] = now;
        counts[at(entries)] = 1;
        entries++;
        lastOpened = now;
    }

    /** How many requests were counted in the window that ends now. */
    int used(long now) {
        while (entries > 0 && times[first] + lasts <= now) {
            used -= counts[first];
            first = at(1);
            entries--;
        }
        return used;
    }

    /** When fewer than the limit will be left in the window; {@link Long#MAX_VALUE} if the limit is not even one. */
    long roomAt(int limit, long now) {
        if (limit < 1) {
            return Long.MAX_VALUE;
        }
        int left = used(now);
        long at = now;
        for (int i = 0; left >= limit; i++) {
            left -= counts[at(i)];
            at = times[at(i)] + lasts;
        }
        return at;
    }

    /**
     * When the n-th request from now on will find room, if nothing is sent before {@code from}; those in flight are counted when
     * that moment comes.
     */
    long nthRoomAt(long n, int limit, int inFlight, long from) {
        long inWindow = (n - 1) % limit + 1;
        long toLeave = (long) used + inFlight + inWindow - limit;
        long at = toLeave <= 0 ? from : toLeave > used ? from + window : Math.max(from, leavesAt(toLeave));
        return (long) (at + (double) ((n - 1) / limit) * window);
    }

    private long leavesAt(long nth) {
        int entry = 0;
        for (long left = nth - counts[first]; left > 0; left -= counts[at(entry)]) {
            entry++;
        }
        return times[at(entry)] + lasts;
    }

    int capacity() {
        return times.length;
    }

    private int at(int index) {
        return (first + index) & (times.length - 1);
    }

    private void grow() {
        long[] moreTimes = new long[times.length * 2];
        int[] moreCounts = new int[times.length * 2];
        for (int i = 0; i < entries; i++) {
            moreTimes[i] = times[at(i)];
            moreCounts[i] = counts[at(i)];
        }
        times = moreTimes;
        counts = moreCounts;
        first = 0;
    }
}
