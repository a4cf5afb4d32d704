package io.fansync.bulk;

import org.jspecify.annotations.Nullable;

/**
 * A quota as so many requests in a window, sent as fast as their answers come back. Learns how many from what the server takes
 * and refuses, and when it finds that no such number explains it, says so. Pure: time, in nanoseconds, is an argument.
 */
final class Waves {

    private static final int LONGEST_HOLD = 32;
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final Mirror mirror;
    private final Mirror refusals;
    /** True once it turned out that the server counts what it refuses as well. */
    private boolean refusalsCount;

    private int limit;
    /** The server took the whole limit in one window. */
    private boolean proven;
    /** What the rate might be, as requests in a window, if the limit turns out to be too low. */
    private int hope;

    private int credit;
    private long longestRoundTrip;

    private @Nullable Growth growth;
    private @Nullable Wall wall;
    /** A limit that the server had taken was refused before. */
    private boolean doubted;

    private boolean taught;
    private long quietSince;
    /** For how many windows nobody must have objected before more is tried. */
    private int hold = 1;

    Waves(int limit, long window) {
        this.mirror = new Mirror(window);
        this.refusals = new Mirror(window);
        this.limit = limit;
        this.hope = limit;
    }

    /** A limit that the server took before. */
    static Waves known(int limit, long window) {
        Waves waves = new Waves(limit, window);
        waves.proven = true;
        waves.taught = true;
        waves.hold = LONGEST_HOLD;
        return waves;
    }

    /** The limit is on its way up, to twice what it was. */
    private static final class Growth {
        final int from;
        final long since;
        int taken;

        Growth(int from, long since) {
            this.from = from;
            this.since = since;
        }
    }

    /** The server refuses what should have been within the limit. */
    private static final class Wall {
        final long at;
        final int refusedEarlier;
        int taken;
        int refused;

        Wall(long at, int taken, int refusedEarlier) {
            this.at = at;
            this.taken = taken;
            this.refusedEarlier = refusedEarlier;
        }
    }

    int limit() {
        return limit;
    }

    int hope() {
        return hope;
    }

    long window() {
        return mirror.window();
    }

    int used(long now) {
        return mirror.used(now);
    }

    boolean isFull(long now, int inFlight) {
        return limit - mirror.used(now) <= inFlight;
    }

    /** When there is room, counting nothing that is in flight; now or earlier if there is. */
    long roomAt(long now) {
        return mirror.roomAt(limit, now);
    }

    /** When the n-th request from now on will find room, if nothing is sent before {@code from}. */
    long nthRoomAt(long n, int inFlight, long from) {
        return mirror.nthRoomAt(n, limit, inFlight, from);
    }

    /** How many may be sent beside those in flight: after a pause half of the limit at once, then a few at a time. */
    int room(long now, int inFlight) {
        if (inFlight == 0 && mirror.used(now) == 0) {
            credit = limit == UNLIMITED ? 0 : Math.max(1, limit / 2);
        }
        int room = limit - mirror.used(now) - inFlight;
        return Math.min(room, Math.max(credit, wave(now) - inFlight));
    }

    /** Small, so that few are refused where there is less than was believed, but enough to use the limit up in time. */
    private int wave(long now) {
        if (limit == UNLIMITED) {
            return 4 + mirror.used(now) / 8;
        }
        double haste = growth == null ? 4 : 2;
        double needed = haste * limit * longestRoundTrip / window();
        return (int) Math.max(1, Math.max(limit / 20, Math.min(limit, needed)));
    }

    /**
     * When to try whether the server takes more, one request alone: shortly before there is room anyway, so that its refusal
     * costs next to nothing even where Graph asks for twice the time.
     */
    long explorableAt(long now) {
        long at = roomAt(now) - margin();
        return at - quietSince >= hold * window() - 2 * margin() ? at : Long.MAX_VALUE;
    }

    /** How far the mirror may lag behind the server. */
    private long margin() {
        return Math.min(window() / 4, window() / 64 + 2 * longestRoundTrip);
    }

    void sent() {
        credit = Math.max(0, credit - 1);
    }

    void taken(long countedAt, long roundTrip, long now) {
        longestRoundTrip = Math.max(roundTrip, longestRoundTrip - longestRoundTrip / 256);
        mirror.add(countedAt);
        if (wall != null) {
            wall.taken++;
        }
        boolean usedUp = mirror.used(now) >= limit;
        if (growth != null) {
            growth.taken++;
            if (limit < twice(growth.from)) {
                limit++;
            } else if (usedUp) {
                growth = null;
            }
        }
        proven |= usedUp;
    }

    void refused(long countedAt) {
        credit = 0;
        (refusalsCount ? mirror : refusals).add(countedAt);
        if (wall != null) {
            wall.refused++;
        }
    }

    /** The server took one more than was believed: there may be twice as much. */
    void exceeded(long now) {
        growth = new Growth(limit, now);
        taught = true;
        quiet(1, now);
    }

    /** The server did not take one more than was believed. */
    void confirmed(long now) {
        growth = null;
        taught = true;
        quiet(Math.min(hold * 4, LONGEST_HOLD), now);
    }

    /** The server begins to refuse. */
    void hit(long now) {
        wall = new Wall(now, mirror.used(now), refusalsCount ? 0 : refusals.used(now));
    }

    /** The server takes requests again. Returns false if so many in a window is not how it counts. */
    boolean reopened(long now) {
        if (wall == null) {
            return true;
        }
        Wall passed = wall;
        Growth ended = growth;
        wall = null;
        growth = null;
        taught = true;
        quiet(LONGEST_HOLD, now);
        if (ended != null && passed.taken >= nearly(ended.from)) {
            return grown(ended, passed, now);
        }
        limit = ended == null ? limit : ended.from;
        hope = limit;
        return proven ? holds(passed) : overestimated(passed, now);
    }

    /**
     * The limit was too high to begin with: it is what the server took. Next to nothing, and it was somebody else who had used it
     * up; that explains it once.
     */
    private boolean overestimated(Wall wall, long now) {
        int attempted = (int) Math.min(limit, (long) wall.taken + wall.refused);
        if (wall.taken > 0 && (doubted || wall.taken > attempted / 10)) {
            limit = wall.taken;
            proven = true;
        }
        doubted = !proven;
        return isOnTime(now);
    }

    /** The limit was proven, and yet refused: by a server that counts its refusals, or by a little, once; else it does not hold. */
    private boolean holds(Wall wall) {
        if (wall.taken < limit && wall.taken + wall.refusedEarlier >= limit) {
            refusalsCount = true;
            return true;
        }
        boolean first = !doubted;
        doubted = true;
        return first && wall.taken >= nearly(limit);
    }

    /**
     * The limit grew until the server refused. Where it had let in as many as ever since the growth began, its window may just
     * have begun anew (a fixed one: exactly so many) or it may be a bucket that was being filled meanwhile.
     */
    private boolean grown(Growth growth, Wall wall, long now) {
        boolean anew = growth.taken >= nearly(growth.from);
        double filled = 1 + (double) (wall.at - growth.since) / window();
        int found = anew ? Math.min(wall.taken, (int) (growth.taken / filled)) : wall.taken;
        limit = Math.max(growth.from, found);
        hope = twice(growth.from);
        quiet(limit > growth.from + growth.from / 32 ? 1 : LONGEST_HOLD, now);
        return isOnTime(now) || anew && growth.taken <= growth.from + growth.from / 16;
    }

    /** True if the server takes requests again when the mirror has room, and not well before. */
    private boolean isOnTime(long now) {
        return roomAt(now) - now <= margin();
    }

    boolean isTaught() {
        return taught;
    }

    /** True if nothing is known that was not believed to begin with, and nothing is used. */
    boolean isUntouched(long now) {
        return !taught && mirror.used(now) == 0;
    }

    private void quiet(int windows, long now) {
        hold = windows;
        quietSince = now;
    }

    private static double nearly(int limit) {
        return 0.9 * limit;
    }

    private static int twice(int limit) {
        return limit > UNLIMITED / 2 ? limit : 2 * limit;
    }
}
