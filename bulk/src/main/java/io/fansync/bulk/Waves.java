package io.fansync.bulk;

/**
 * A quota as so many requests in a window, used as fast as answers come. Learns the number from what the server takes and
 * refuses. Pure: time, in nanoseconds, is an argument.
 */
final class Waves {

    private static final int LONGEST_HOLD = 32;

    private final Mirror mirror;
    private final Mirror refusals;
    /** True once it turned out that the server counts what it refuses, too. */
    private boolean refusalsCount;

    private int limit;
    /** Below this the limit grows with each request that the server takes. */
    private int threshold;
    /** True once the server took the whole limit in one window. */
    private boolean proven;
    /** How many may go out at once after a pause. */
    private int credit;
    /** The longest round trip of late. */
    private long roundTrip;

    /** What the limit was before the server took more. */
    private int trusted;

    private long exceededAt;
    private int takenSince;

    /** True if the server refused before what was believed. */
    private boolean walled;

    private long quietSince;
    private int hold = 1;

    Waves(int limit, long window) {
        this.mirror = new Mirror(window);
        this.refusals = new Mirror(window);
        this.limit = limit;
        this.threshold = limit;
    }

    int hoped;

    int limit() {
        return limit;
    }

    long window() {
        return mirror.window();
    }

    int refusals(long now) {
        return refusalsCount ? 0 : refusals.used(now);
    }

    int used(long now) {
        return mirror.used(now);
    }

    boolean isFull(long now, int inFlight) {
        return limit - mirror.used(now) <= inFlight;
    }

    /** When the mirror has room, if it has none. */
    long roomAt(long now) {
        return mirror.roomAt(limit, now);
    }

    int room(long now, int inFlight) {
        int room = limit - mirror.used(now) - inFlight;
        return Math.min(room, Math.max(credit(now, inFlight), wave(now) - inFlight));
    }

    private int credit(long now, int inFlight) {
        if (inFlight == 0 && mirror.used(now) == 0) {
            credit = limit == Integer.MAX_VALUE ? 0 : Math.max(1, limit / 2);
        }
        return credit;
    }

    /** Small, so that few are refused where there is less than was believed; large enough to use the limit up. */
    private int wave(long now) {
        if (limit == Integer.MAX_VALUE) {
            return 4 + mirror.used(now) / 8;
        }
        double needed = (trusted > 0 ? 2.0 : 4.0) * limit * roundTrip / window();
        return (int) Math.max(1, Math.max(limit / 20, Math.min(limit, needed)));
    }

    /** When to try whether the server takes more: shortly before there is room anyway, so that a refusal costs next to nothing. */
    long explorableAt(long now) {
        long at = roomAt(now) - margin();
        return at - quietSince >= hold * window() - 2 * margin() ? at : Long.MAX_VALUE;
    }

    /** How far the mirror may lag behind the server. */
    private long margin() {
        return Math.min(window() / 4, window() / 64 + 2 * roundTrip);
    }

    void sent() {
        credit = Math.max(0, credit - 1);
    }

    void taken(long sentAt, long now) {
        roundTrip = Math.max(now - sentAt, roundTrip - roundTrip / 256);
        mirror.add(now);
        takenSince++;
        if (limit < threshold) {
            limit++;
        } else if (mirror.used(now) >= limit) {
            trusted = 0;
        }
        proven |= mirror.used(now) >= limit;
    }

    void refused(long now) {
        credit = 0;
        (refusalsCount ? mirror : refusals).add(now);
    }

    /** The server took more than was believed: there may be twice as much. */
    void exceeded(long now) {
        trusted = limit;
        exceededAt = now;
        takenSince = 0;
        threshold = limit > Integer.MAX_VALUE / 2 ? limit : limit * 2;
        hold = 1;
        quietSince = now;
    }

    /** The server did not take more than was believed. */
    void confirmed(long now) {
        trusted = 0;
        hold = Math.min(hold * 4, LONGEST_HOLD);
        quietSince = now;
    }

    /**
     * The server refused some requests, and takes them again.
     *
     * @param took how many it had taken in the window by then
     * @param wallAt when it refused the first
     * @return false if so many in a window is not what the server counts
     */
    boolean learn(int took, int refused, int refusedBefore, long wallAt, long now) {
        boolean first = !walled;
        boolean grew = trusted > 0;
        int known = grew ? trusted : limit;
        int attempted = (int) Math.min(limit, (long) took + refused);
        trusted = 0;
        walled = true;
        hold = LONGEST_HOLD;
        quietSince = now;
        if (grew && took >= known / 10.0 * 9) {
            walled = !first;
            double filling = (double) (wallAt - exceededAt) / window();
            int since = takenSince < known / 10.0 * 9 ? took : (int) (takenSince / (1 + filling));
            set(Math.max(known, Math.min(took, since)));
            hoped = 2 * known;
            hold = limit > known + known / 32 ? 1 : LONGEST_HOLD;
            return roomAt(now) - now <= margin() || takenSince <= known + known / 16 && takenSince >= known / 10 * 9;
        }
        hoped = known;
        if (!proven) {
            if (!first || took >= attempted / 10) {
                set(Math.max(1, took));
                proven = true;
                walled = false;
            }
            return roomAt(now) - now <= margin();
        }
        set(known);
        if (took < known && took + refusedBefore >= known) {
            refusalsCount = true;
            walled = false;
            return true;
        }
        return first && took >= known / 10.0 * 9;
    }

    private void set(int limit) {
        this.limit = limit;
        this.threshold = limit;
    }
}
