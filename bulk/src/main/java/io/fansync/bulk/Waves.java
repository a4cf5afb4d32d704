package io.fansync.bulk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A quota as so many requests in a window, sent as fast as their answers come back. Learns how many from what the server takes
 * and refuses, and when it finds that no such number explains it, says so. Pure: time, in nanoseconds, is an argument.
 */
final class Waves {

    private static final int LONGEST_HOLD = 32;
    private static final int UNLIMITED = Integer.MAX_VALUE;
    private static final int MOST_CORRECTIONS = 2;
    /** Graph tells times in whole seconds: in shorter windows to explore costs more than it may gain. */
    private static final long SHORTEST_EXPLORED = Duration.ofSeconds(3).toNanos();

    /** What was taken and what was refused: a server may count both. */
    private final Mirror mirror;

    private final Mirror refusals;

    private int limit;
    /** The server took the whole limit in one window. */
    private boolean proven;
    /** If the limit does not explain what the server does, it takes from so many requests in a window... */
    private int least;
    /** ...to so many. */
    private int most;

    private int credit;
    private long longestRoundTrip;
    private long leastRoundTrip = Long.MAX_VALUE;

    private @Nullable Growth growth;
    private @Nullable Wall wall;
    private long refusedAt;
    private @Nullable Opening opening;
    private int takenSinceOpened;
    /** When there is room again after the server did not take one more than was believed. */
    private long freeAt = Long.MAX_VALUE;
    /** The limit may be what two of the server's windows took, the one ending while more was tried. */
    private boolean straddled;
    /** How often the limit was corrected to what one of the server's windows held. */
    private int corrections;
    /** A refusal was put down to somebody else. */
    private boolean excused;

    private boolean taught;
    private long quietSince;
    /** For how many windows nobody must have objected before more is tried. */
    private int hold;

    Waves(int limit, long window) {
        this.mirror = new Mirror(window);
        this.refusals = new Mirror(window);
        this.hold = window < SHORTEST_EXPLORED ? LONGEST_HOLD : 0;
        this.growth = limit == UNLIMITED ? new Growth(0) : null;
        expect(limit, limit, limit);
    }

    /** A limit that the server took before. */
    static Waves known(int limit, long window) {
        Waves waves = new Waves(limit, window);
        waves.proven = true;
        waves.taught = true;
        waves.hold = LONGEST_HOLD;
        return waves;
    }

    /** The server takes more than the limit: more is sent until it refuses. */
    private static final class Growth {
        final int from;
        int taken;

        Growth(int from) {
            this.from = from;
        }
    }

    /** The server refuses. */
    private static final class Wall {
        /** When the first request leaves the window, and there is room for another. */
        final long roomAt;
        /** When all that had been taken before the limit grew has left the window. */
        final long goneAt;

        int taken;
        /** It still refuses after that. */
        boolean outlasted;

        Wall(long roomAt, long goneAt, int taken) {
            this.roomAt = roomAt;
            this.goneAt = goneAt;
            this.taken = taken;
        }
    }

    /** The server took requests again, and perhaps long after there was room: then its window may have begun at any time. */
    private record Opening(long at, boolean isLate) {}

    int limit() {
        return limit;
    }

    long window() {
        return mirror.window();
    }

    int used(long now) {
        return mirror.used(now);
    }

    boolean isFull(long now, int inFlight) {
        return growth == null && limit - mirror.used(now) <= inFlight;
    }

    /** When there is room, counting nothing that is in flight; now or earlier if there is. */
    long roomAt(long now) {
        if (growth == null) {
            return mirror.roomAt(limit, now);
        }
        return wall == null ? now : wall.goneAt;
    }

    /** True if more is being tried than was believed. */
    boolean isGrowing() {
        return growth != null;
    }

    /** When the n-th request from now on will find room, if nothing is sent before {@code from}. */
    long nthRoomAt(long n, int inFlight, long from) {
        return mirror.nthRoomAt(n, limit, inFlight, from);
    }

    /** How many may be sent beside those in flight: after a pause half of the limit at once, then a few at a time. */
    int room(long now, int inFlight) {
        int few = few(now) - inFlight;
        if (growth != null) {
            return few;
        }
        if (inFlight == 0 && mirror.used(now) == 0) {
            credit = Math.max(1, limit / 2);
        }
        return Math.min(limit - mirror.used(now) - inFlight, Math.max(credit, few));
    }

    /**
     * So few that hardly any are refused where there is less than was believed, but enough to use the limit up in time. Where
     * nothing is believed, twice as many after each round trip.
     */
    private int few(long now) {
        if (growth != null && growth.from == 0) {
            return Math.max(4, growth.taken);
        }
        double share = (double) longestRoundTrip / window();
        if (growth != null) {
            return (int) Math.max(4, Math.max(mirror.used(now) / 32, 2.0 * growth.from * share));
        }
        double haste = least < limit ? 2 : 4;
        return (int) Math.max(1, Math.max(least / 20, Math.min(least, haste * least * share)));
    }

    /**
     * When to try whether the server takes more, one request alone: halfway from the end of a wave to the next one. If it is
     * refused and counted all the same, its place is free again that much after the others'; and if Graph asks for twice the time
     * that is left, the next wave is that much late. Either is bearable.
     */
    long explorableAt(long now) {
        long halfway = window() * 2 / 5;
        long at = roomAt(now) - halfway;
        return at - quietSince >= hold * window() - halfway ? Math.max(at, now) : Long.MAX_VALUE;
    }

    void sent() {
        credit = Math.max(0, credit - 1);
    }

    /**
     * What is answered now was counted earlier: the answer was on its way back since, and a request that is sent a window later has
     * the way there before it. Together the two are taken to last at least a third of the shortest round trip there ever was; the
     * first ones are long.
     */
    void answered(long roundTrip) {
        if (roundTrip < leastRoundTrip) {
            leastRoundTrip = roundTrip;
            mirror.spare(leastRoundTrip / 3);
            refusals.spare(leastRoundTrip / 3);
        }
    }

    void taken(long roundTrip, long now) {
        longestRoundTrip = Math.max(roundTrip, longestRoundTrip - longestRoundTrip / 256);
        mirror.add(now);
        takenSinceOpened++;
        if (wall != null) {
            wall.taken++;
        }
        if (growth != null) {
            growth.taken++;
        } else {
            proven |= mirror.used(now) >= limit;
        }
    }

    /** What Graph did with the request is not known. */
    void counted(long now) {
        mirror.add(now);
    }

    /** Graph could not be reached: that it takes requests late from now on says nothing of its windows. */
    void cutOff() {
        freeAt = Long.MAX_VALUE;
    }

    void refused(long now) {
        credit = 0;
        mirror.add(now);
        refusals.add(now);
        if (wall != null) {
            wall.outlasted |= now > wall.goneAt;
        }
    }

    /** The server took one more than was believed. */
    void exceeded() {
        growth = new Growth(limit);
        taught = true;
    }

    /** The server did not take one more than was believed. */
    void confirmed(long now) {
        taught(now);
        freeAt = roomAt(now);
    }

    /** The server begins to refuse. */
    void hit(long now) {
        int used = mirror.used(now);
        refusedAt = now;
        int since = growth == null || growth.from == 0 ? used : Math.max(1, used - growth.from + 1);
        wall = new Wall(mirror.roomAt(used, now), mirror.roomAt(since, now), used - refusals.used(now));
    }

    /**
     * The server takes requests again. Returns false if so many in a window is not how it counts. If it was closed for long and
     * what it had taken is still in the window, it began a new one, and the next refusal shows how many that held; unless it had
     * begun one before, so that this is known.
     */
    boolean reopened(long now) {
        if (wall == null) {
            explored(now);
            return true;
        }
        Wall ended = wall;
        Growth grown = growth;
        Opening last = opening;
        int sinceOpened = takenSinceOpened;
        long late = now - ended.roomAt;
        boolean outlasted = grown != null && grown.from > 0 && hasOutlasted(ended, now);
        boolean renewed = outlasted || isEarly(late) && now - refusedAt > window() / 8;
        wall = null;
        growth = null;
        opened(now, late > window() / 4);
        taught(now);
        if (renewed) {
            forget();
        }
        if (grown != null) {
            return grown(grown, ended.taken, late, outlasted) || renewed;
        }
        if (!proven) {
            return overestimated(ended.taken, late, renewed) || renewed;
        }
        return last != null && isAsManyAgain(Math.max(1, Math.min(sinceOpened, ended.taken)), last, now);
    }

    /** If that took much longer than until there was room, but no longer than a window, the server began a window meanwhile. */
    private void explored(long now) {
        if (now > freeAt && now - freeAt > window() / 4 + Closure.ROUNDED && now - freeAt < window()) {
            opened(now, true);
        }
        freeAt = Long.MAX_VALUE;
    }

    private void opened(long now, boolean late) {
        opening = new Opening(now, late);
        takenSinceOpened = 0;
    }

    /** What was taken is of a window that is over. */
    private void forget() {
        mirror.clear();
        refusals.clear();
    }

    /** The server counts in windows after all, of which one begins. Returns false if that was found too often to be believed. */
    boolean resumed(int held, long now) {
        if (corrections == MOST_CORRECTIONS) {
            return false;
        }
        corrections++;
        taught(now);
        opened(now, true);
        forget();
        wall = null;
        expect(held, held, held);
        return true;
    }

    /**
     * All that had been taken before the limit grew has left the window, even if Graph asked for twice the time that this took,
     * and the server refused still: its window had begun anew before the limit grew.
     */
    private boolean hasOutlasted(Wall wall, long now) {
        long twice = refusedAt + 2 * (wall.goneAt - refusedAt);
        return wall.outlasted || now > twice + 2 * longestRoundTrip + Closure.ROUNDED;
    }

    /** From what the server took since it was full, the rate to go on with where no limit explains it. */
    Pace paced(double floor, long now) {
        return new Pace(least, most, window(), floor, refusedAt, now);
    }

    /**
     * The limit was too high to begin with: it is what the server took. Nothing, and it was somebody else who had used it up; that
     * explains it once.
     */
    private boolean overestimated(int taken, long late, boolean renewed) {
        if (taken == 0 && !excused) {
            excused = true;
            return true;
        }
        proven = true;
        int all = Math.max(1, taken);
        expect(renewed ? limit : all, all, isEarly(late) ? most : all);
        return !isEarly(late);
    }

    /**
     * The limit grew until the server refused. If it takes requests again when the first of the window leave it, what it took is
     * the limit. If it does so earlier, it grants one after the other; then it had been filling up, unless it took as many again
     * as were believed. If later, either it asked for too long a time, or its window had begun anew, and that is what it holds.
     */
    private boolean grown(Growth growth, int taken, long late, boolean outlasted) {
        proven = true;
        int all = Math.max(1, taken);
        int anew = Math.max(1, Math.min(all, Math.max(growth.from, growth.taken)));
        if (isEarly(late)) {
            expect(all, anew, growth.taken < 0.9 * growth.from ? anew : all);
            return false;
        }
        straddled = outlasted;
        expect(outlasted ? anew : all, anew, all);
        return true;
    }

    /**
     * The limit had been taken, and is refused. If that was a whole window, the limit is what the server took since it opened; but
     * only just what it took before if it soon takes more, or opened long ago. Otherwise the limit does not hold.
     */
    private boolean isAsManyAgain(int taken, Opening last, long now) {
        boolean whole = last.isLate || now - last.at > window() * 3 / 4;
        boolean soon = refusedAt - last.at < window();
        boolean brief = now - refusedAt <= window() / 5 + 2 * longestRoundTrip + Closure.ROUNDED;
        boolean less = !brief || straddled && last.isLate && corrections == 0;
        boolean about = soon && less ? 2 * taken >= least : Math.abs(taken - least) <= 1;
        if (!whole || !about || corrections == MOST_CORRECTIONS) {
            return false;
        }
        corrections++;
        expect(taken, Math.min(least, taken), taken);
        return true;
    }

    private void expect(int limit, int least, int most) {
        this.limit = limit;
        this.least = least;
        this.most = most;
    }

    /** True if the server takes requests again well before the mirror has room. */
    private boolean isEarly(long late) {
        return late < -window() / 64 - longestRoundTrip;
    }

    private void taught(long now) {
        taught = true;
        hold = LONGEST_HOLD;
        quietSince = now;
    }

    /** True if something is known that was not believed to begin with. */
    boolean isTaught() {
        return taught;
    }
}
