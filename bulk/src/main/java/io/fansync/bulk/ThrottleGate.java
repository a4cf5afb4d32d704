package io.fansync.bulk;

import java.time.Duration;

/**
 * One tenant's quota, as far as it is known: <em>may I send now, and if not, when?</em> A pure state machine: time, in
 * nanoseconds from any origin, is an argument.
 *
 * <p>It mirrors the server's window. A request is stamped when its answer arrives, so it never leaves the mirror before it has
 * left the server's window: while the limit is right and nobody else uses it up, no request is refused.
 *
 * <p>A refusal opens an episode. The gate closes for as long as Graph asked, or until a request leaves the mirror, and
 * everything that was under way by then belongs to that one episode. When the last of it has been answered, the limit is cut to
 * what the server really took, and one probe goes ahead of the rest. From there the limit grows: by one for each acceptance
 * up to the slow-start threshold, then by steps that double for each full window that nobody objected to.
 */
final class ThrottleGate {

    private static final long SHORTEST_CLOSURE = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_OUTAGE_CLOSURE = Duration.ofSeconds(30).toNanos();
    private static final int LONGEST_HOLD = 32;

    private final Mirror mirror;
    private final int ceiling;
    private final Mirror ceilingMirror;

    private int limit;
    private int threshold;
    private int inFlight;

    private long closedUntil;
    private boolean probing;
    private int closures;
    private long cutAt = Long.MIN_VALUE;

    private boolean cutting;
    private int peak;
    private int refused;

    private long steadySince;
    private int step = 1;
    private int hold = 1;
    private boolean exploring;

    private long pauseStart;
    private long pauseEnd;
    private long pausedBefore;

    ThrottleGate(Quota belief) {
        Quota most = belief.ceiling().orElse(Quota.none());
        this.ceiling = most.requests();
        this.ceilingMirror = new Mirror(most.window().toNanos());
        this.mirror = new Mirror(belief.window().toNanos());
        this.limit = belief.requests();
        this.threshold = limit;
    }

    /** How many requests may be sent now. */
    int permits(long now) {
        if (now < closedUntil) {
            return 0;
        }
        if (inFlight == 0) {
            finishCut(now);
        }
        if (probing) {
            return inFlight == 0 ? Math.min(1, ceilingRoom(now)) : 0;
        }
        if (room(now) <= 0) {
            grow(now);
        }
        int wave = Math.max(1, limit / 2) - inFlight;
        return Math.max(0, Math.min(wave, Math.min(room(now), ceilingRoom(now))));
    }

    /** When to ask again after {@link #permits} said none; {@link Long#MAX_VALUE}: not before an answer. */
    long nextPermitAt(long now) {
        if (now < closedUntil) {
            return closedUntil;
        }
        long ceilingAt = ceilingRoom(now) > 0 ? now : ceilingMirror.nextRoomAt();
        if (probing) {
            return inFlight == 0 ? ceilingAt : Long.MAX_VALUE;
        }
        long roomAt = room(now) > 0 ? now : mirror.nextRoomAt();
        long at = Math.max(roomAt, ceilingAt);
        return at == now ? Long.MAX_VALUE : at;
    }

    void sent() {
        inFlight++;
    }

    /** Graph took the request: it counts against the quota. */
    void taken(long sentAt, long now) {
        answered(now);
        mirror.add(now);
        if (sentAt <= cutAt) {
            peak = Math.max(peak, mirror.used(now));
            return;
        }
        probing = false;
        closures = 0;
        if (limit < threshold) {
            limit++;
        }
    }

    /**
     * Graph refused the request.
     *
     * @param asked how long it asked to wait; zero if it named no time
     */
    void refused(long sentAt, long now, Duration asked) {
        answered(now);
        refused++;
        if (sentAt > cutAt) {
            openEpisode(now);
            closeUntil(now, now + closure(asked, now));
        } else if (!asked.isZero()) {
            closeUntil(now, now + nanos(asked));
        }
    }

    /** The request never left: that says nothing of the quota, but there is no use in sending more right away. */
    void unreachable(long sentAt, long now) {
        inFlight--;
        if (sentAt > cutAt) {
            cutAt = now;
            probing = true;
            closures++;
            closedUntil = Math.max(closedUntil, now + doubling(LONGEST_OUTAGE_CLOSURE));
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
                && cutAt == Long.MIN_VALUE
                && mirror.used(now) == 0
                && ceilingMirror.used(now) == 0;
    }

    int limit() {
        return limit;
    }

    private void answered(long now) {
        inFlight--;
        ceilingMirror.add(now);
    }

    private int room(long now) {
        return limit - mirror.used(now) - inFlight;
    }

    private int ceilingRoom(long now) {
        return ceiling - ceilingMirror.used(now) - inFlight;
    }

    private void openEpisode(long now) {
        cutAt = now;
        closures++;
        if (!probing) {
            probing = true;
            cutting = true;
            peak = mirror.used(now);
            refused = 1;
        }
    }

    /** Nothing is in flight any more, so what the server took before it refused is known. */
    private void finishCut(long now) {
        if (!cutting) {
            return;
        }
        cutting = false;
        int attempted = limit == Integer.MAX_VALUE ? peak + refused : limit;
        boolean nothingLearnt = peak < attempted / 10;
        threshold = nothingLearnt ? Math.max(1, attempted / 2) : peak;
        limit = Math.max(1, Math.min(limit, peak));
        steadySince = now;
        step = 1;
        exploring = false;
        hold = Math.min(hold * 2, LONGEST_HOLD);
    }

    private void grow(long now) {
        boolean steady = now - steadySince >= hold * mirror.window();
        if (steady && limit >= threshold && limit != Integer.MAX_VALUE) {
            limit += step;
            threshold = limit;
            step = Math.min(step * 2, Math.max(1, limit / 4));
            hold = exploring ? 1 : hold;
            exploring = true;
            steadySince = now;
        }
    }

    private long closure(Duration asked, long now) {
        if (closures == 1) {
            long roomAt = mirror.nextRoomAt();
            return !asked.isZero() ? nanos(asked) : roomAt == Long.MAX_VALUE ? SHORTEST_CLOSURE : roomAt - now;
        }
        return Math.max(nanos(asked), doubling(mirror.window()));
    }

    private long doubling(long most) {
        return Math.min(Math.max(most, SHORTEST_CLOSURE), SHORTEST_CLOSURE << Math.min(closures - 1, 20));
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
