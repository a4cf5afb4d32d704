package io.fansync.bulk;

/**
 * How many requests fell into the last window: a sliding log in which requests that come close together share an entry,
 * stamped with the last of them, so that the count is never too low and memory never above {@value #GRAINS} entries.
 */
final class Mirror {

    private static final int GRAINS = 1024;

    private final long window;
    private final long grain;
    private long[] times = new long[16];
    private int[] counts = new int[16];
    private int first;
    private int entries;
    private int used;
    private long lastOpened;

    Mirror(long window) {
        this.window = window;
        this.grain = window / GRAINS;
    }

    long window() {
        return window;
    }

    void add(long now) {
        used++;
        if (entries > 0 && now - lastOpened < grain) {
            times[at(entries - 1)] = now;
            counts[at(entries - 1)]++;
            return;
        }
        if (entries == times.length) {
            grow();
        }
        times[at(entries)] = now;
        counts[at(entries)] = 1;
        lastOpened = now;
        entries++;
    }

    int used(long now) {
        while (entries > 0 && times[first] + window <= now) {
            used -= counts[first];
            first = at(1);
            entries--;
        }
        return used;
    }

    /** When the next request leaves the window; {@link Long#MAX_VALUE} if none is in it. */
    long nextRoomAt() {
        return entries == 0 ? Long.MAX_VALUE : times[first] + window;
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
