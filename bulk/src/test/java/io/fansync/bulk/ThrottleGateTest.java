package io.fansync.bulk;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Times are in milliseconds. A hundred requests in 20 s, unless a test says otherwise; each takes 100 ms there and back. */
class ThrottleGateTest {

    private static final Duration WINDOW = Duration.ofSeconds(20);
    private static final long NEVER = -1;
    private static final Duration NO_TIME = Duration.ZERO;

    private ThrottleGate gate = new ThrottleGate(Quota.of(100, WINDOW));

    @Nested
    class WhileTheBeliefIsRight {

        @Test
        void half_of_the_quota_goes_out_in_one_wave() {
            assertThat(permits(0)).isEqualTo(50);
        }

        @Test
        void the_rest_follows_a_few_at_a_time_as_answers_come() {
            send(0, 50);
            assertThat(permits(0)).isZero();
            assertThat(nextPermitAt(0)).isEqualTo(NEVER);

            take(0, 100, 48);

            assertThat(permits(100)).isEqualTo(3);
        }

        @Test
        void the_whole_quota_is_used_and_no_more() {
            assertThat(takeAll(0, 5_000)).isEqualTo(100);
        }

        @Test
        void there_is_room_again_once_the_window_has_passed_but_for_a_third_of_the_shortest_round_trip() {
            gate = new ThrottleGate(Quota.of(100, WINDOW), Optional.of(new Learnt(100, WINDOW)));
            takeAll(0, 5_000);

            assertThat(nextPermitAt(5_000)).isEqualTo(20_067);
            assertThat(permits(20_066)).isZero();
            assertThat(permits(20_067)).isPositive();
        }

        @Test
        void what_was_promised_has_room_again_a_whole_window_after_the_answer() {
            gate = new ThrottleGate(Quota.atMost(100, WINDOW));
            takeAll(0, 5_000);

            assertThat(nextPermitAt(5_000)).isEqualTo(20_100);
            assertThat(permits(20_099)).isZero();
            assertThat(permits(20_100)).isPositive();
        }

        @Test
        void a_small_quota_is_used_as_well() {
            gate = new ThrottleGate(Quota.of(1, WINDOW));

            assertThat(takeAll(0, 5_000)).isEqualTo(1);
        }

        @Test
        void a_request_that_was_never_made_uses_nothing() {
            send(0, 50);
            for (int i = 0; i < 50; i++) {
                gate.unused();
            }

            assertThat(permits(0)).isEqualTo(50);
        }
    }

    @Nested
    class AfterARefusal {

        @Test
        void it_is_closed_for_as_long_as_graph_asked() {
            send(0, 1);
            refuse(0, 100, Duration.ofSeconds(7));

            assertThat(permits(7_099)).isZero();
            assertThat(nextPermitAt(100)).isEqualTo(7_100);
            assertThat(permits(7_100)).isEqualTo(1);
        }

        @Test
        void what_was_under_way_can_only_lengthen_it() {
            send(0, 3);
            refuse(0, 100, Duration.ofSeconds(7));
            refuse(0, 200, Duration.ofSeconds(1));
            assertThat(nextPermitAt(200)).isEqualTo(7_100);

            refuse(0, 300, Duration.ofSeconds(30));
            assertThat(nextPermitAt(300)).isEqualTo(30_300);
        }

        @Test
        void one_probe_goes_ahead_of_the_rest() {
            send(0, 1);
            refuse(0, 100, Duration.ofSeconds(7));

            assertThat(permits(7_100)).isEqualTo(1);
            send(7_100, 1);
            assertThat(permits(7_150)).isZero();
            assertThat(nextPermitAt(7_150)).isEqualTo(NEVER);

            take(7_100, 7_200, 1);
            assertThat(permits(7_200)).isPositive();
        }

        @Test
        void the_probe_waits_for_what_is_under_way() {
            send(0, 2);
            refuse(0, 100, Duration.ofSeconds(1));

            assertThat(permits(2_000)).isZero();
            take(0, 2_100, 1);
            assertThat(permits(2_100)).isEqualTo(1);
        }

        @Test
        void without_a_time_it_tries_again_after_a_while_that_doubles() {
            send(0, 1);
            refuse(0, 0, NO_TIME);
            assertThat(nextPermitAt(0)).isEqualTo(1_250);

            send(1_250, 1);
            refuse(1_250, 1_250, NO_TIME);
            assertThat(nextPermitAt(1_250)).isEqualTo(3_750);

            send(3_750, 1);
            refuse(3_750, 3_750, NO_TIME);
            assertThat(nextPermitAt(3_750)).isEqualTo(8_750);
        }

        @Test
        void but_at_the_latest_when_there_should_be_room() {
            takeAll(0, 5_000);
            long explores = nextPermitAt(5_000);
            send(explores, 1);
            refuse(explores, explores + 100, NO_TIME);

            assertThat(nextPermitAt(explores + 100)).isEqualTo(20_067);
        }

        @Test
        void a_time_that_proved_too_short_is_not_trusted_again() {
            send(0, 1);
            refuse(0, 100, Duration.ofSeconds(1));
            send(1_100, 1);
            refuse(1_100, 1_200, Duration.ofSeconds(1));

            assertThat(nextPermitAt(1_200)).isEqualTo(3_700);
        }

        @Test
        void it_tells_for_how_long_graph_has_it_closed() {
            send(0, 1);
            refuse(0, 100, Duration.ofSeconds(7));

            assertThat(gate.pauseLeft(nanos(1_100))).isEqualTo(Duration.ofSeconds(6));
            assertThat(gate.pauseLeft(nanos(8_000))).isZero();
            assertThat(gate.pausedNanos(nanos(1_100))).isEqualTo(nanos(1_000));
            assertThat(gate.pausedNanos(nanos(8_000))).isEqualTo(nanos(7_000));
        }
    }

    @Nested
    class WhenTheServerTakesLess {

        @Test
        void the_limit_becomes_what_it_took() {
            refuseAfter(40, 1);

            assertThat(takeAll(21_000, 30_000)).isEqualTo(40 - 1);
        }

        @Test
        void a_storm_of_refusals_counts_once() {
            refuseAfter(40, 10);

            assertThat(takeAll(21_000, 30_000)).isEqualTo(40 - 1);
        }

        @Test
        void a_quota_that_somebody_else_had_used_up_is_believed_in_all_the_same() {
            refuseAfter(0, 50);

            assertThat(takeAll(21_000, 30_000)).isEqualTo(100 - 1);
        }

        /** Sends 50 requests at 0, has so many taken and then refused, and the probe taken at 20,500. */
        private void refuseAfter(int taken, int refused) {
            send(0, taken + refused);
            take(0, 100, taken);
            for (int i = 0; i < refused; i++) {
                refuse(0, 200, Duration.ofSeconds(20));
            }
            send(20_400, 1);
            take(20_400, 20_500, 1);
        }
    }

    @Nested
    class WhenTheServerTakesMore {

        @Test
        void an_explorer_goes_alone_halfway_to_where_there_is_room() {
            takeAll(0, 5_000);

            long explores = nextPermitAt(5_000);

            assertThat(explores).isEqualTo(20_067 - 8_000);
            assertThat(permits(explores)).isEqualTo(1);
            send(explores, 1);
            assertThat(permits(explores)).isZero();
        }

        @Test
        void more_is_sent_a_few_at_a_time_until_it_refuses_once_the_explorer_is_taken() {
            takeAll(0, 5_000);
            long explores = nextPermitAt(5_000);
            send(explores, 1);
            take(explores, explores + 100, 1);

            assertThat(permits(explores + 100)).isEqualTo(4);
            assertThat(takeAll(explores + 100, explores + 5_000)).isGreaterThan(100);
        }

        @Test
        void the_limit_is_what_it_took_if_it_takes_requests_again_when_the_first_of_the_window_leave_it() {
            growUntilRefusedAndReopenAt(20_200);

            assertThat(gate.learnt()).contains(new Learnt(121, WINDOW));
        }

        @Test
        void it_is_a_rate_if_it_takes_requests_again_at_once() {
            growUntilRefusedAndReopenAt(15_000);

            assertThat(nextPermitAt(15_000)).isBetween(15_000 + WINDOW.toMillis() / 32, 15_700L);
        }

        /** Explores, has 20 more taken than were believed and then one refused. */
        private void growUntilRefusedAndReopenAt(long reopened) {
            takeAll(0, 5_000);
            long explores = nextPermitAt(5_000);
            send(explores, 1);
            take(explores, explores + 100, 1);
            send(explores + 100, 21);
            take(explores + 100, explores + 200, 20);
            refuse(explores + 100, explores + 200, Duration.ofSeconds(1));
            send(reopened - 100, 1);
            take(reopened - 100, reopened, 1);
        }

        @Test
        void the_limit_stays_where_the_explorer_is_refused_which_may_have_been_counted() {
            takeAll(0, 5_000);
            long explores = nextPermitAt(5_000);
            send(explores, 1);
            refuse(explores, explores + 100, Duration.ofSeconds(1));
            send(21_000, 1);
            take(21_000, 21_100, 1);

            assertThat(takeAll(21_100, 30_000)).isEqualTo(100 - 1 - 1);
        }

        @Test
        void nothing_is_explored_above_a_promise() {
            gate = new ThrottleGate(Quota.atMost(100, WINDOW));
            takeAll(0, 5_000);

            assertThat(nextPermitAt(5_000)).isEqualTo(20_100);
        }

        @Test
        void a_lower_belief_grows_up_to_the_promise() {
            gate = new ThrottleGate(Quota.of(10, WINDOW).within(15, WINDOW));
            takeAll(0, 5_000);
            long explores = nextPermitAt(5_000);
            send(explores, 1);
            take(explores, explores + 100, 1);

            assertThat(takeAll(explores + 100, explores + 10_000)).isEqualTo(15 - 1);
        }
    }

    @Nested
    class WhenSoManyInAWindowIsNotWhatItCounts {

        @Test
        void a_limit_that_was_taken_once_and_is_refused_while_there_is_room_is_spread_evenly_after_what_was_missed() {
            refuseHalfOfTheSecondWindow();

            int missed = 0;
            for (int few = permits(24_100); few > 0; few = permits(24_100)) {
                send(24_100, few);
                take(24_100, 24_100, few);
                missed += few;
            }
            assertThat(missed).isEqualTo(9);

            long apart = WINDOW.toMillis() / 32;
            assertThat(nextPermitAt(24_100)).isCloseTo(24_100 + apart, within(1L));
            assertThat(permits(24_100 + apart)).isBetween(3, 4);
        }

        @Test
        void a_timer_that_rings_late_may_catch_up_with_a_few_but_not_with_all() {
            refuseHalfOfTheSecondWindow();

            assertThat(permits(60_000)).isBetween(1, 3);
        }

        private void refuseHalfOfTheSecondWindow() {
            gate = new ThrottleGate(Quota.atMost(100, WINDOW));
            takeAll(0, 10_000);
            long now = 22_000;
            for (int i = 0; i < 50; i++) {
                send(now, 1);
                take(now, now + 1, 1);
            }
            send(now, 1);
            refuse(now, now + 100, Duration.ofSeconds(1));
            send(24_000, 1);
            take(24_000, 24_100, 1);
        }

        private Offset<Long> within(long millis) {
            return Offset.offset(millis);
        }
    }

    @Nested
    class WhenRequestsDoNotLeave {

        @Test
        void it_waits_and_then_sends_one() {
            send(0, 5);
            for (int i = 0; i < 5; i++) {
                gate.unreachable(0, nanos(100));
            }

            assertThat(permits(599)).isZero();
            assertThat(nextPermitAt(100)).isEqualTo(600);
            assertThat(permits(600)).isEqualTo(1);
        }

        @Test
        void it_believes_what_it_believed() {
            send(0, 1);
            gate.unreachable(0, nanos(100));
            send(600, 1);
            take(600, 700, 1);

            assertThat(takeAll(700, 10_000)).isEqualTo(100 - 1);
        }

        @Test
        void that_is_no_pause_of_graphs() {
            send(0, 1);
            gate.unreachable(0, nanos(100));

            assertThat(gate.pauseLeft(nanos(200))).isZero();
        }
    }

    @Nested
    class AtRest {

        @Test
        void is_a_gate_that_nothing_is_counted_at() {
            assertThat(gate.isAtRest(0)).isTrue();
            send(0, 1);
            assertThat(gate.isAtRest(0)).isFalse();
            take(0, 100, 1);
            assertThat(gate.isAtRest(nanos(19_000))).isFalse();
            assertThat(gate.isAtRest(nanos(21_000))).isTrue();
        }

        @Test
        void is_not_a_gate_that_graph_has_closed() {
            send(0, 1);
            refuse(0, 100, Duration.ofSeconds(30));

            assertThat(gate.isAtRest(nanos(30_000))).isFalse();
            assertThat(gate.isAtRest(nanos(30_200))).isTrue();
        }
    }

    @Nested
    class WhatItHasLearnt {

        @Test
        void is_nothing_as_long_as_nobody_objects() {
            takeAll(0, 5_000);

            assertThat(gate.learnt()).isEmpty();
        }

        @Test
        void is_how_many_the_server_took_in_a_window() {
            refuseAfterForty();

            assertThat(gate.learnt()).contains(new Learnt(40, WINDOW));
        }

        @Test
        void is_where_another_gate_starts_which_need_not_explore() {
            refuseAfterForty();

            gate = new ThrottleGate(Quota.of(100, WINDOW), gate.learnt());

            assertThat(takeAll(0, 19_900)).isEqualTo(40);
            assertThat(gate.learnt()).contains(new Learnt(40, WINDOW));
        }

        @Test
        void never_exceeds_a_promise() {
            gate = new ThrottleGate(Quota.atMost(100, WINDOW), Optional.of(new Learnt(400, WINDOW)));

            assertThat(takeAll(0, 19_900)).isEqualTo(100);
        }

        private void refuseAfterForty() {
            send(0, 41);
            take(0, 100, 40);
            refuse(0, 200, Duration.ofSeconds(20));
            send(20_400, 1);
            take(20_400, 20_500, 1);
        }
    }

    /** Sends what may be sent from then on, has it taken after 100 ms, and returns how many that were. */
    private int takeAll(long from, long until) {
        int taken = 0;
        for (long now = from; now < until; now += 100) {
            int permits = permits(now);
            send(now, permits);
            take(now, now + 100, permits);
            taken += permits;
        }
        return taken;
    }

    private int permits(long now) {
        return gate.permits(nanos(now));
    }

    private long nextPermitAt(long now) {
        long at = gate.nextPermitAt(nanos(now));
        return at == Long.MAX_VALUE ? NEVER : NANOSECONDS.toMillis(at + 999_999);
    }

    private void send(long now, int requests) {
        for (int i = 0; i < requests; i++) {
            gate.sent(nanos(now));
        }
    }

    private void take(long sentAt, long now, int requests) {
        for (int i = 0; i < requests; i++) {
            gate.taken(nanos(sentAt), nanos(now));
        }
    }

    private void refuse(long sentAt, long now, Duration asked) {
        gate.refused(nanos(sentAt), nanos(now), asked);
    }

    private static long nanos(long millis) {
        return MILLISECONDS.toNanos(millis);
    }
}
