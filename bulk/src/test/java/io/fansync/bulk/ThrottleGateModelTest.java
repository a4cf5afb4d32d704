package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds whatever happens: a gate before a server that answers anything at any time, run by many seeds. */
class ThrottleGateModelTest {

    private static final int SEEDS = 500;
    private static final int STEPS = 400;

    /** How the server likes to answer, in percent: refused, never left, never made; the rest is taken. */
    private enum Mood {
        GENEROUS(1, 0, 0),
        MODERATE(10, 1, 1),
        MEAN(60, 5, 5),
        ERRATIC(30, 30, 10);

        private final int refused;
        private final int unreachable;
        private final int unused;

        Mood(int refused, int unreachable, int unused) {
            this.refused = refused;
            this.unreachable = unreachable;
            this.unused = unused;
        }
    }

    private record Answer(long sentAt, long at) {}

    @ParameterizedTest
    @EnumSource
    void with_nothing_in_flight_there_is_always_a_next_time(Mood mood) {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Run(mood, seed, Quota.of(1 + seed % 150, Duration.ofMillis(500 + seed * 40L))).play();
            new Run(mood, seed, Quota.none()).play();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_promise_is_kept_in_any_window_as_counted_at_send(Mood mood) {
        for (int seed = 0; seed < SEEDS; seed++) {
            new Run(mood, seed, Quota.atMost(1 + seed % 150, Duration.ofMillis(500 + seed * 40L))).play();
            new Run(mood, seed, Quota.none().within(1 + seed % 20, Duration.ofSeconds(3))).play();
        }
    }

    @Test
    void a_storm_of_refusals_leaves_the_same_belief_as_a_single_one() {
        for (int taken = 5; taken <= 60; taken++) {
            assertThat(limitAfter(taken, 30)).as("%d taken", taken).isEqualTo(limitAfter(taken, 1));
        }
    }

    private static int limitAfter(int taken, int refused) {
        Waves waves = new Waves(100, Duration.ofSeconds(20).toNanos());
        for (int i = 0; i < taken; i++) {
            waves.taken(1, i);
        }
        waves.hit(taken);
        for (int i = 0; i < refused; i++) {
            waves.refused(taken + i);
        }
        waves.reopened(Duration.ofSeconds(21).toNanos());
        return waves.limit();
    }

    /** One gate, its requests in flight, and a clock that jumps to whatever comes next. */
    private static final class Run {

        private final Mood mood;
        private final SplittableRandom random;
        private final ThrottleGate gate;
        private final Quota most;
        private final PriorityQueue<Answer> inFlight = new PriorityQueue<>(Comparator.comparingLong(Answer::at));
        private final Deque<Long> sent = new ArrayDeque<>();
        private final String name;
        private long now;
        private long comeBackAt;

        Run(Mood mood, long seed, Quota quota) {
            this.mood = mood;
            this.random = new SplittableRandom(seed);
            this.gate = new ThrottleGate(quota);
            this.most = quota.ceiling().orElse(Quota.none());
            this.name = mood + ", seed " + seed + ", " + quota;
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                int permits = Math.min(gate.permits(now), 64 - inFlight.size());
                if (permits > 0 && random.nextInt(20) > 0) {
                    send(1 + random.nextInt(permits));
                } else {
                    next(permits);
                }
            }
        }

        private void send(int requests) {
            assertThat(now).as(name).isGreaterThanOrEqualTo(comeBackAt);
            for (int i = 0; i < requests; i++) {
                gate.sent(now);
                inFlight.add(new Answer(
                        now, now + random.nextLong(1, Duration.ofMillis(900).toNanos())));
                sent.addLast(now);
            }
            while (sent.element() + most.window().toNanos() <= now) {
                sent.remove();
            }
            assertThat(sent.size()).as(name).isLessThanOrEqualTo(most.requests());
        }

        private void next(int permits) {
            long at = gate.nextPermitAt(now);
            if (inFlight.isEmpty()) {
                assertThat(permits > 0 || at < Long.MAX_VALUE).as(name).isTrue();
                assertThat(permits > 0 || at > now).as(name).isTrue();
                now = permits > 0 ? now + 1 : at;
            } else if (permits == 0 && at < inFlight.element().at()) {
                now = at;
            } else {
                answer(inFlight.remove());
            }
        }

        private void answer(Answer answer) {
            now = Math.max(now, answer.at());
            int dice = random.nextInt(100);
            if (dice < mood.refused) {
                refuse(answer);
            } else if (dice < mood.refused + mood.unreachable) {
                sent.removeFirstOccurrence(answer.sentAt());
                gate.unreachable(answer.sentAt(), now);
            } else if (dice < mood.refused + mood.unreachable + mood.unused) {
                sent.removeFirstOccurrence(answer.sentAt());
                gate.unused();
            } else {
                gate.taken(answer.sentAt(), now);
            }
        }

        private void refuse(Answer answer) {
            Duration asked = Duration.ofMillis(random.nextBoolean() ? 0 : random.nextLong(40_000));
            gate.refused(answer.sentAt(), now, asked);
            comeBackAt = Math.max(comeBackAt, now + asked.toNanos());
            assertThat(gate.pauseLeft(now)).as(name).isGreaterThanOrEqualTo(asked);
        }
    }
}
