package io.fansync.bulk;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.time.Duration;

/** A gate at hand, and times in milliseconds. A hundred requests in 20 s, unless a test says otherwise; each takes 100 ms there and back. */
abstract class ThrottleGateInMilliseconds {

    static final Duration WINDOW = Duration.ofSeconds(20);
    static final long NEVER = -1;

    ThrottleGate gate = new ThrottleGate(Quota.of(100, WINDOW));

    /** Sends what may be sent from then on, has it taken after 100 ms, and returns how many that were. */
    final int takeAll(long from, long until) {
        int taken = 0;
        for (long now = from; now < until; now += 100) {
            int permits = permits(now);
            send(now, permits);
            take(now, now + 100, permits);
            taken += permits;
        }
        return taken;
    }

    final int permits(long now) {
        return gate.permits(nanos(now));
    }

    final long nextPermitAt(long now) {
        long at = gate.nextPermitAt(nanos(now));
        return at == Long.MAX_VALUE ? NEVER : NANOSECONDS.toMillis(at + 999_999);
    }

    final void send(long now, int requests) {
        for (int i = 0; i < requests; i++) {
            gate.sent(nanos(now));
        }
    }

    final void take(long sentAt, long now, int requests) {
        for (int i = 0; i < requests; i++) {
            gate.taken(nanos(sentAt), nanos(now));
        }
    }

    /** Sends one, and has it taken. */
    final void takeOne(long now) {
        send(now, 1);
        take(now, now + 100, 1);
    }

    /** Uses the limit up, and sends an explorer as soon as it may go; returns when that was. */
    final long explore() {
        takeAll(0, 5_000);
        long explores = nextPermitAt(5_000);
        send(explores, 1);
        return explores;
    }

    /** Has so many taken and one more refused. */
    final void fill(long now, int taken, Duration asked) {
        for (int i = 0; i < taken; i++) {
            takeOne(now);
        }
        send(now + 100, 1);
        refuse(now + 100, now + 200, asked);
    }

    final void refuse(long sentAt, long now, Duration asked) {
        gate.refused(nanos(sentAt), nanos(now), asked);
    }

    static long nanos(long millis) {
        return MILLISECONDS.toNanos(millis);
    }
}
