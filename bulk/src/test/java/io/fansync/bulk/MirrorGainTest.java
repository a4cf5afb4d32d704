package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What it is worth to know when a request was sent, and so how long the shortest round trip is: a request counts as counted a
 * third of that before its answer. Beside it the same gate after a first request that took no time, so that each counts as of its
 * answer.
 */
class MirrorGainTest {

    private static final int WINDOWS = 20;

    private final SimulationTable table = new SimulationTable();

    @Test
    void permits_come_back_earlier_and_nothing_is_refused() {
        table.line("%d windows of work, the quota known, sliding log; time in ideals, refused", WINDOWS);
        table.line("%-38s%-18s%-18s%s", "", "as of the answer", "ours", "windows faster");
        compare("20 in 1 s, round trips 80-120 ms", 20, 1_000, 80, 120);
        compare("20 in 1 s, round trips 20-200 ms", 20, 1_000, 20, 200);
        compare("35 in 7 s, round trips 200-400 ms", 35, 7_000, 200, 400);
        compare("100 in 20 s, round trips 20-400 ms", 100, 20_000, 20, 400);
        compare("100 in 20 s, round trips 700-900 ms", 100, 20_000, 700, 900);
        table.matches("mirror.txt");
    }

    private void compare(String name, int limit, long window, long shortest, long longest) {
        Run asOfAnswer = new Run(limit, window, shortest, longest, true).play();
        Run ours = new Run(limit, window, shortest, longest, false).play();
        table.line(
                "%-38s%.3f  %-11d%.3f  %-11d%.2f",
                name,
                asOfAnswer.ideals(),
                asOfAnswer.refused,
                ours.ideals(),
                ours.refused,
                (asOfAnswer.ideals() - ours.ideals()) * (WINDOWS - 1));
        assertThat(ours.refused).isZero();
        assertThat(ours.ideals()).isLessThanOrEqualTo(asOfAnswer.ideals());
    }

    /** A gate before a server, in nanoseconds. */
    private static final class Run {

        private final SplittableRandom random = new SplittableRandom(1);
        private final ServerQuota quota;
        private final ThrottleGate gate;
        private final int limit;
        private final long window;
        private final long shortest;
        private final long longest;
        private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at));

        private long first = -1;
        private long last;
        private int taken;
        private int refused;

        Run(int limit, long window, long shortest, long longest, boolean asOfAnswer) {
            this.limit = limit;
            this.window = Duration.ofMillis(window).toNanos();
            this.shortest = Duration.ofMillis(shortest).toNanos();
            this.longest = Duration.ofMillis(longest).toNanos();
            this.quota = ServerQuota.slidingLog(now -> limit, this.window, false);
            Duration believed = Duration.ofMillis(window);
            this.gate = new ThrottleGate(Quota.of(limit, believed), Optional.of(new Learnt(limit, believed)));
            if (asOfAnswer) {
                gate.sent(0);
                gate.taken(0, 0);
            }
        }

        private record Event(long at, Runnable happens) {}

        Run play() {
            long now = window;
            for (int sent = 0; taken + refused < limit * WINDOWS; ) {
                while (sent < limit * WINDOWS && gate.permits(now) > 0) {
                    send(now);
                    sent++;
                }
                long next = sent < limit * WINDOWS ? gate.nextPermitAt(now) : Long.MAX_VALUE;
                if (events.isEmpty() || next < events.element().at()) {
                    now = next;
                } else {
                    now = events.element().at();
                    events.remove().happens().run();
                }
            }
            return this;
        }

        private void send(long now) {
            gate.sent(now);
            long roundTrip = random.nextLong(shortest, longest + 1);
            long there = (long) (roundTrip * random.nextDouble(0.2, 0.8));
            events.add(new Event(now + there, () -> arrive(now, now + there, now + roundTrip)));
        }

        private void arrive(long sentAt, long now, long answeredAt) {
            first = first < 0 ? now : first;
            if (quota.admits(now)) {
                taken++;
                last = now;
            } else {
                refused++;
            }
            events.add(new Event(answeredAt, () -> gate.taken(sentAt, answeredAt)));
        }

        double ideals() {
            return (double) (last - first) / window / (WINDOWS - 1);
        }
    }
}
