package io.fansync.bulk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

final class ThrottleGate {

    private static final long SHORTEST_CLOSURE = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_OUTAGE_CLOSURE = Duration.ofSeconds(30).toNanos();

    private final Waves waves;
    private @Nullable Pace pace;
    private final int ceiling;
    private final Mirror ceilingMirror;
    private int inFlight;

    /** What goes ahead of the rest, alone, to see whether the server takes it. */
    private enum Scout {
        NONE,
        PROBE,
        EXPLORER
    }

    private Scout scout = Scout.NONE;
    private long closedUntil;
    private int closures;
    private long episodeAt = Long.MIN_VALUE;
    private boolean learning;
    private long lastClosure;
    private long episodeStart;
    private int took;
    private int refused;
    private int refusedBefore;

    private long pauseStart;
    private long pauseEnd;
    private long pausedBefore;

    ThrottleGate(Quota quota) {
        Quota most = quota.ceiling().orElse(Quota.none());
        this.ceiling = most.requests();
        this.ceilingMirror = new Mirror(most.window().toNanos());
        int limit = Math.min(quota.requests(), ceiling);
        long window = quota.window().toNanos();
        this.waves = new Waves(limit, window);
    }

    /** How many requests may be sent now. */
    int permits(long now) {
        if (now < closedUntil) {
            return 0;
        }
        int most = scout == Scout.NONE ? room(now) : 1 - inFlight;
        return Math.max(0, Math.min(most, ceilingRoom(now)));
    }

    private int room(long now) {
        if (pace != null) {
            return pace.room(now);
        }
        if (inFlight == 0 && waves.isFull(now, 0)) {
            return mayExplore() && now >= waves.explorableAt(now) ? 1 : 0;
        }
        return waves.room(now, inFlight);
    }

    private boolean mayExplore() {
        return waves.limit() < ceiling;
    }

    /** When to ask again after {@link #permits} said none; {@link Long#MAX_VALUE}: not before an answer. */
    long nextPermitAt(long now) {
        if (now < closedUntil) {
            return closedUntil;
        }
        long at = ceilingMirror.roomAt(ceiling - inFlight, now);
        if (scout == Scout.NONE) {
            at = Math.max(at, pace != null ? pace.nextAt() : wavesAt(now));
        }
        return at <= now ? Long.MAX_VALUE : at;
    }

    private long wavesAt(long now) {
        long roomAt = waves.roomAt(now);
        return inFlight == 0 && mayExplore() && waves.isFull(now, 0)
                ? Math.min(roomAt, waves.explorableAt(now))
                : roomAt;
    }

    void sent(long now) {
        if (pace != null) {
            pace.sent(now);
        } else if (scout == Scout.NONE && waves.isFull(now, inFlight)) {
            scout = Scout.EXPLORER;
        }
        waves.sent();
        inFlight++;
    }

    /** Graph took the request: it counts against the quota. */
    void taken(long sentAt, long now) {
        inFlight--;
        ceilingMirror.add(now);
        if (sentAt <= episodeAt) {
            waves.taken(sentAt, now);
            took++;
            return;
        }
        if (scout == Scout.EXPLORER) {
            waves.exceeded(now);
        }
        waves.taken(sentAt, now);
        if (pace != null) {
            pace.taken(now);
        }
        if (scout == Scout.PROBE && learning) {
            learn(now);
        }
        scout = Scout.NONE;
        closures = 0;
    }

    private void learn(long now) {
        learning = false;
        if (pace != null) {
            lastClosure = now - episodeStart;
            pace.learn(now);
        } else {
            if (!waves.learn(took, refused, refusedBefore, episodeStart, now)) {
                double rate = (double) waves.limit() / waves.window();
                pace = new Pace(rate, (double) waves.hoped / waves.window(), waves.window(), now);
            }
        }
    }

    /**
     * Graph refused the request.
     *
     * @param asked how long it asked to wait; zero if it named no time
     */
    void refused(long sentAt, long now, Duration asked) {
        inFlight--;
        ceilingMirror.add(now);
        if (sentAt > episodeAt) {
            openEpisode(now);
            waves.refused(now);
            closeUntil(now, now + closure(asked, now));
        } else {
            refused++;
            waves.refused(now);
            if (!asked.isZero()) {
                closeUntil(now, now + nanos(asked));
            }
        }
    }

    /** The request never left: that says nothing of the quota, but there is no use in sending more right away. */
    void unreachable(long sentAt, long now) {
        inFlight--;
        if (sentAt > episodeAt) {
            episodeAt = now;
            scout = Scout.PROBE;
            closures++;
            closedUntil = Math.max(closedUntil, now + doubling(SHORTEST_CLOSURE, LONGEST_OUTAGE_CLOSURE));
        }
    }

    /** The request was never made, for a reason that has nothing to do with Graph. */
    void unused() {
        inFlight--;
    }

    /** For how long the gate stays closed because Graph asked for it; zero if it is open. */
    Duration pauseLeft(long now) {
        return Duration.ofNanos(Math.max(0, pauseEnd - now));
    }

    /** For how long, in all, the gate has been closed because Graph asked for it. */
    long pausedNanos(long now) {
        return pausedBefore + Math.max(0, Math.min(now, pauseEnd) - pauseStart);
    }

    /** True if forgetting this gate and making a new one would change nothing. */
    boolean isForgettable(long now) {
        return inFlight == 0
                && closures == 0
                && episodeAt == Long.MIN_VALUE
                && waves.used(now) == 0
                && ceilingMirror.used(now) == 0;
    }

    private int ceilingRoom(long now) {
        return ceiling - ceilingMirror.used(now) - inFlight;
    }

    private void openEpisode(long now) {
        episodeAt = now;
        closures++;
        if (scout == Scout.EXPLORER) {
            waves.confirmed(now);
        } else if (scout == Scout.NONE) {
            learning = true;
            episodeStart = now;
            took = waves.used(now);
            refusedBefore = waves.refusals(now);
            refused = 1;
        }
        scout = Scout.PROBE;
    }

    private long closure(Duration asked, long now) {
        long least = Math.max(SHORTEST_CLOSURE, waves.window() / 16);
        long own = doubling(Math.max(least, lastClosure / 4), Math.max(waves.window(), lastClosure));
        long roomAt = waves.roomAt(now);
        if (roomAt > now && pace == null) {
            own = Math.min(own, roomAt - now);
        }
        return asked.isZero() ? own : closures == 1 ? nanos(asked) : Math.max(nanos(asked), own);
    }

    private long doubling(long from, long most) {
        return Math.min(Math.max(from, most), from << Math.min(closures - 1, 20));
    }

    private void closeUntil(long now, long until) {
        closedUntil = Math.max(closedUntil, until);
        if (now >= pauseEnd) {
            pausedBefore = pausedNanos(now);
            pauseStart = now;
        }
        pauseEnd = closedUntil;
    }

    private static long nanos(Duration asked) {
        return asked.compareTo(Duration.ofDays(365)) > 0 ? Duration.ofDays(365).toNanos() : asked.toNanos();
    }
}
