package io.fansync.bulk;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's gate: <em>may I send now, and if not, when?</em> A pure state machine: time, in nanoseconds from any origin, is
 * an argument.
 *
 * <p>It mirrors the server's window. What was taken leaves the mirror no earlier than it left the window: while the belief is
 * right and nobody else uses the quota up, nothing is refused.
 *
 * <p>A refusal opens an episode. The gate closes for as long as Graph asked, or until it seems worth a try; everything that was
 * under way by then belongs to that one episode. Then one probe goes ahead of the rest, alone. Once it is taken, the episode is
 * judged, as a whole: {@link Waves} corrects the number of requests in a window, or it turns out that there is no such number (the
 * server wants them spread, the window is another one, somebody takes a share), and from then on they are spread, at a rate that
 * {@link Pace} learns; until the server turns out to count in windows after all.
 *
 * <p>An explorer, alone as well, looks whether there is more: in the first window that is used up, then after many without a
 * refusal; never above what {@link Quota#atMost} promised.
 */
final class ThrottleGate {

    private static final long SHORTEST_CLOSURE = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_OUTAGE_CLOSURE = Duration.ofSeconds(30).toNanos();

    private final Waves waves;
    /** Takes the place of the waves while they are given up. */
    private @Nullable Pace pace;

    private final int ceiling;
    private final Mirror ceilingMirror;
    private final Closure closure = new Closure();
    private int inFlight;

    /** What goes ahead of the rest, alone, to see whether the server takes it. */
    private enum Scout {
        NONE,
        PROBE,
        EXPLORER
    }

    private Scout scout = Scout.NONE;
    /** What was sent by then belongs to the last episode. */
    private long episodeAt = Long.MIN_VALUE;

    private boolean refusing;
    private long refusedAt;

    ThrottleGate(Quota quota) {
        this(quota, Optional.empty());
    }

    /** A gate that knows what an earlier one has learnt; what the quota promises holds all the same. */
    ThrottleGate(Quota quota, Optional<Learnt> learnt) {
        Quota most = quota.ceiling().orElse(Quota.none());
        this.ceiling = most.requests();
        this.ceilingMirror = new Mirror(most.window().toNanos());
        this.waves = learnt.map(known -> Waves.known(
                        Math.min(known.limit(), ceiling), known.window().toNanos()))
                .orElseGet(() -> new Waves(
                        Math.min(quota.requests(), ceiling), quota.window().toNanos()));
    }

    /** What this gate has learnt that is worth knowing the next time; empty as long as there is only the belief. */
    Optional<Learnt> learnt() {
        if (!waves.isTaught()) {
            return Optional.empty();
        }
        double window = pace == null ? waves.window() : pace.target() * waves.limit();
        return Optional.of(new Learnt(waves.limit(), Duration.ofNanos((long) window)));
    }

    /** How many requests may be sent now. */
    int permits(long now) {
        if (!closure.isOver(now)) {
            return 0;
        }
        int most = scout == Scout.NONE ? room(now) : 1 - inFlight;
        return Math.max(0, Math.min(most, ceiling - ceilingMirror.used(now) - inFlight));
    }

    private int room(long now) {
        if (pace != null) {
            return pace.room(now, inFlight);
        }
        return mayExplore(now) && now >= waves.explorableAt(now) ? 1 : waves.room(now, inFlight);
    }

    private boolean mayExplore(long now) {
        return inFlight == 0 && waves.limit() < ceiling && waves.isFull(now, 0);
    }

    /** When to ask again after {@link #permits} said none; {@link Long#MAX_VALUE}: not before an answer. */
    long nextPermitAt(long now) {
        if (!closure.isOver(now)) {
            return closure.end();
        }
        long at = ceilingMirror.roomAt(ceiling - inFlight, now);
        if (scout == Scout.NONE) {
            at = Math.max(at, roomAt(now));
        }
        return at <= now ? Long.MAX_VALUE : at;
    }

    private long roomAt(long now) {
        if (pace != null) {
            return Math.max(now, pace.nextAt());
        }
        long at = waves.roomAt(now);
        return mayExplore(now) ? Math.min(at, waves.explorableAt(now)) : at;
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
        answered(sentAt, now);
        if (sentAt > episodeAt) {
            welcome(sentAt, now);
        }
        waves.taken(now - sentAt, now);
        if (pace != null) {
            pace.taken(now);
        }
    }

    /** For the first after a closure, the server was closed no longer than the gate, however late there was something to send. */
    private void welcome(long sentAt, long now) {
        if (scout == Scout.EXPLORER) {
            waves.exceeded();
        } else if (scout == Scout.PROBE) {
            reopened(closure.end() + now - sentAt);
        }
        scout = Scout.NONE;
        closure.opened();
    }

    private void reopened(long now) {
        if (pace == null) {
            if (!waves.reopened(now)) {
                pace = waves.paced((double) ceilingMirror.window() / ceiling, now);
            }
        } else if (refusing) {
            int held = pace.reopened(now);
            if (held > 0 && waves.resumed(held, now)) {
                pace = null;
            }
        }
        refusing = false;
    }

    /**
     * Graph refused the request.
     *
     * @param asked how long it asked to wait; zero if it named no time
     */
    void refused(long sentAt, long now, Duration asked) {
        answered(sentAt, now);
        waves.refused(now);
        if (pace != null) {
            pace.refused();
        }
        if (sentAt <= episodeAt) {
            closure.extend(now, asked);
            return;
        }
        boolean explored = scout == Scout.EXPLORER;
        rebuff(now);
        close(now, asked, explored);
    }

    private void rebuff(long now) {
        if (scout == Scout.EXPLORER) {
            waves.confirmed(now);
        } else if (scout == Scout.NONE) {
            refusing = true;
            refusedAt = now;
            if (pace != null) {
                pace.hit(now);
            } else {
                waves.hit(now);
            }
        }
        scout = Scout.PROBE;
        episodeAt = now;
    }

    /** Closes for as long as Graph asked, and for as long as there is no use in asking again. */
    private void close(long now, Duration asked, boolean explored) {
        long window = waves.window();
        long shortest = Math.max(SHORTEST_CLOSURE, window / 16);
        long longest = Math.max(window, now - refusedAt) / 4;
        if (pace != null) {
            long before = Math.min(pace.closedFor(), 2 * window);
            long own = closure.isFirst() ? before * 3 / 4 : before / 8;
            closure.close(now, asked, Math.max(shortest, own), Math.max(before, longest), Long.MAX_VALUE);
        } else {
            long roomAt = waves.roomAt(now);
            boolean known = roomAt > now;
            boolean sure = explored || waves.isGrowing() && !closure.isFirst();
            long own = sure && known ? roomAt - now : shortest;
            closure.close(now, asked, own, longest, known ? roomAt : Long.MAX_VALUE);
        }
    }

    /** The request never left: that says nothing of the quota, but there is no use in sending more right away. */
    void unreachable(long sentAt, long now) {
        inFlight--;
        if (sentAt > episodeAt) {
            scout = Scout.PROBE;
            episodeAt = now;
            waves.cutOff();
            closure.close(now, SHORTEST_CLOSURE, LONGEST_OUTAGE_CLOSURE);
        }
    }

    /** The request was never made, for a reason that has nothing to do with Graph. */
    void unused() {
        inFlight--;
        if (scout == Scout.EXPLORER) {
            scout = Scout.NONE;
        }
    }

    /** Nobody waits for the answer any more: the request may count, and shows nothing. */
    void abandoned(long now) {
        unused();
        waves.counted(now);
        ceilingMirror.add(now);
    }

    /** What was promised is not left to round trips: there, a request counts as counted now, for it was not counted later. */
    private void answered(long sentAt, long now) {
        inFlight--;
        waves.answered(now - sentAt);
        ceilingMirror.add(now);
    }

    /** For how many nanoseconds the gate stays closed; zero if it is open. */
    long closedFor(long now) {
        return Math.max(0, closure.end() - now);
    }

    /** For how long the gate stays closed because Graph asked for it; zero if it is open. */
    Duration pauseLeft(long now) {
        return closure.pauseLeft(now);
    }

    /** True if the gate is open and lets nothing through before some time has passed. */
    boolean isAtQuota(long now) {
        return closure.isOver(now) && permits(now) == 0 && nextPermitAt(now) < Long.MAX_VALUE;
    }

    /** How many nanoseconds it will take, by what is believed now, to let so many requests through. */
    long timeFor(long requests, long now) {
        long opens = Math.max(now, closure.end());
        long last = pace != null ? pace.nthAt(requests, opens) : waves.nthRoomAt(requests, inFlight, opens);
        return Math.max(last, ceilingMirror.nthRoomAt(requests, ceiling, inFlight, opens)) - now;
    }

    /** For how long, in all, the gate has been closed because Graph asked for it. */
    long pausedNanos(long now) {
        return closure.pausedNanos(now);
    }

    /** How many requests count against the quota now, and those in flight. */
    int used(long now) {
        return waves.used(now) + inFlight;
    }

    /** How many requests the quota is taken to hold. */
    int limit() {
        return waves.limit();
    }

    /** True if a new gate that starts from what this one has learnt would be no different. */
    boolean isAtRest(long now) {
        return inFlight == 0 && closure.isOver(now) && waves.used(now) == 0 && ceilingMirror.used(now) == 0;
    }
}
