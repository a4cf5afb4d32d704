package io.fansync.simulator;

import java.time.Instant;

/** The simulator's clock: nanoseconds since it started, and the time of day that goes with them. */
record Uptime(Instant startedAt, long origin) {

    static Uptime start() {
        return new Uptime(Instant.now(), System.nanoTime());
    }

    long nanos() {
        return System.nanoTime() - origin;
    }

    Instant instant(long nanos) {
        return startedAt.plusNanos(nanos);
    }
}
