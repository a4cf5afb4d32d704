package io.fansync.bulk;

import io.fansync.bulk.SimulatedGraph.RetryAfter;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongToIntFunction;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * What one tenant's server allows, what the client believes of it, and how much there is to do.
 *
 * @param windows how many windows' worth of connectors
 * @param neighbour the share of the quota that other apps ask for
 * @param change by which factor the limit changes, halfway
 * @param time the goal: within so many times the ideal; zero if there is none
 * @param refused the goal: at most so large a share of the requests
 */
record Scenario(
        String name,
        int limit,
        Duration window,
        Quota belief,
        int windows,
        Duration shortest,
        Duration longest,
        double neighbour,
        double change,
        double time,
        double refused) {

    /** How the server counts. */
    enum Server {
        FIXED_WINDOW,
        SLIDING_LOG,
        SLIDING_LOG_OF_ALL,
        SLIDING_COUNTER,
        SLIDING_COUNTER_OF_ALL,
        TOKEN_BUCKET;

        /** The same for one who is never refused. */
        Server ofTaken() {
            return switch (this) {
                case SLIDING_LOG_OF_ALL -> SLIDING_LOG;
                case SLIDING_COUNTER_OF_ALL -> SLIDING_COUNTER;
                default -> this;
            };
        }

        boolean isCounter() {
            return this == SLIDING_COUNTER || this == SLIDING_COUNTER_OF_ALL;
        }
    }

    Scenario(String name, int limit, Duration window, Quota belief, int windows) {
        this(name, limit, window, belief, windows, Duration.ofMillis(20), Duration.ofMillis(400), 0, 1, 0, 0);
    }

    Scenario within(double time, double refused) {
        return new Scenario(name, limit, window, belief, windows, shortest, longest, neighbour, change, time, refused);
    }

    Scenario roundTrips(int shortestMillis, int longestMillis) {
        Duration least = Duration.ofMillis(shortestMillis);
        Duration most = Duration.ofMillis(longestMillis);
        return new Scenario(name, limit, window, belief, windows, least, most, neighbour, change, time, refused);
    }

    Scenario neighbour(double share) {
        return new Scenario(name, limit, window, belief, windows, shortest, longest, share, change, time, refused);
    }

    Scenario change(double factor) {
        return new Scenario(name, limit, window, belief, windows, shortest, longest, neighbour, factor, time, refused);
    }

    int connectors() {
        return limit * windows;
    }

    /** From the first arrival to the last acceptance, in nanoseconds: the first window's worth is let in at once. */
    double ideal() {
        int first = windows / 2;
        double after = change == 1 ? windows - 1 - first : (windows - 1 - first) / change;
        return (first + after) / (1 - neighbour) * window.toNanos();
    }

    /** The goal, which allows one round trip in each window once it is longer than 2 % of it. */
    double allowed() {
        double roundTrip = (shortest.toNanos() + longest.toNanos()) / 2.0 / window.toNanos();
        return roundTrip > 0.02 ? time * (1 + roundTrip) : time;
    }

    /**
     * What is possible at all, in ideals: each request arrives, from the same first one on, as soon as the server takes it, sent by
     * one who knows the server's state and whose requests take no time.
     */
    double best(Server server, long seed, long firstArrival) {
        ServerQuota quota = quota(server.ofTaken(), new SplittableRandom(seed).split());
        long now = firstArrival;
        for (int taken = 0; taken < connectors(); taken++) {
            while (!quota.admits(now)) {
                now = Math.max(now + 1_000, quota.opensAt(now));
            }
        }
        return (now - firstArrival) / ideal();
    }

    SimulatedGraph graph(Server server, RetryAfter form, long seed, VirtualTimeScheduler time) {
        SplittableRandom random = new SplittableRandom(seed);
        return new SimulatedGraph(time, seed, tenant -> quota(server, random.split()), form, shortest, longest);
    }

    private ServerQuota quota(Server server, SplittableRandom random) {
        long length = window.toNanos();
        long phase = random.nextLong(length);
        LongToIntFunction limits = now -> now < windows / 2 * length ? limit : (int) (limit * change);
        ServerQuota quota = switch (server) {
            case FIXED_WINDOW -> ServerQuota.fixedWindow(limits, length, phase);
            case SLIDING_LOG -> ServerQuota.slidingLog(limits, length, false);
            case SLIDING_LOG_OF_ALL -> ServerQuota.slidingLog(limits, length, true);
            case SLIDING_COUNTER -> ServerQuota.slidingCounter(limits, length, phase, false);
            case SLIDING_COUNTER_OF_ALL -> ServerQuota.slidingCounter(limits, length, phase, true);
            case TOKEN_BUCKET -> ServerQuota.tokenBucket(limits, length);
        };
        return neighbour == 0 ? quota : ServerQuota.withNeighbour(quota, neighbour * limit, length, random);
    }
}
