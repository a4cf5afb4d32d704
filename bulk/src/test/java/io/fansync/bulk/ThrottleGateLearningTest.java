package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a gate makes of answers that its belief did not foretell. */
class ThrottleGateLearningTest extends ThrottleGateInMilliseconds {

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
            takeOne(20_400);
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
            long explores = explore();
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
            growUntilRefusedAndReopenAt(14_000);

            assertThat(takeAll(14_000, 24_000)).isBetween(50, 70);
        }

        @Test
        void a_window_that_begins_anew_is_sent_as_much_as_the_last_one_held() {
            growUntilRefusedAndReopenAt(16_000);

            assertThat(takeAll(16_000, 25_000)).isEqualTo(121 - 1);
        }

        @Test
        void it_stays_as_believed_if_a_window_had_begun_anew_before_it_grew() {
            growAsMuchAgainUntilRefused(Duration.ofMillis(20_500));
            takeOne(32_900);

            assertThat(takeAll(33_000, 45_000)).isEqualTo(100 - 1);
        }

        @Test
        void which_shows_when_it_refuses_still_after_all_that_was_taken_before_has_left_the_window() {
            growAsMuchAgainUntilRefused(Duration.ZERO);
            send(14_000, 1);
            refuse(14_000, 14_100, Duration.ZERO);
            long gone = nextPermitAt(14_100);
            assertThat(gone).isBetween(20_067L, 22_000L);
            send(gone + 1, 1);
            refuse(gone + 1, gone + 101, Duration.ZERO);
            long reopened = nextPermitAt(gone + 101);
            takeOne(reopened);

            assertThat(takeAll(reopened + 100, reopened + 12_000)).isEqualTo(100 - 1);
        }

        private void growAsMuchAgainUntilRefused(Duration asked) {
            long sent = growBy(99);
            refuse(sent, sent + 100, asked);
        }

        @Test
        void the_limit_becomes_what_a_new_window_held() {
            growUntilRefusedAndReopenAt(16_000);
            fill(17_000, 99, Duration.ofMillis(18_700));
            takeOne(35_900);

            assertThat(takeAll(36_000, 43_000)).isEqualTo(100 - 1);
        }

        @Test
        void which_may_be_fewer_than_two_of_its_windows_had_taken_together_and_end_soon() {
            growAsMuchAgainUntilRefused(Duration.ofMillis(20_500));
            takeOne(32_900);
            fill(33_000, 69, Duration.ofSeconds(3));
            takeOne(36_300);

            assertThat(takeAll(36_400, 45_000)).isEqualTo(70 - 1);
        }

        private void growUntilRefusedAndReopenAt(long reopened) {
            long sent = growBy(20);
            refuse(sent, sent + 100, Duration.ofMillis(reopened - 100 - (sent + 100)));
            takeOne(reopened - 100);
        }

        /** Explores, has so many more taken than were believed, and returns when one more than these was sent. */
        private long growBy(int more) {
            long explores = explore();
            take(explores, explores + 100, 1);
            send(explores + 100, more + 1);
            take(explores + 100, explores + 200, more);
            return explores + 100;
        }

        @Test
        void the_limit_stays_where_the_explorer_is_refused_which_may_have_been_counted() {
            long explores = explore();
            refuse(explores, explores + 100, Duration.ofSeconds(1));
            takeOne(21_000);

            assertThat(takeAll(21_100, 30_000)).isEqualTo(100 - 1 - 1);
        }

        @Test
        void the_limit_becomes_what_a_window_held_that_began_while_the_explorer_was_made_to_wait() {
            long explores = explore();
            refuse(explores, explores + 100, Duration.ofSeconds(17));
            takeOne(29_200);
            fill(29_300, 49, Duration.ofSeconds(19));
            takeOne(48_600);

            assertThat(takeAll(48_700, 56_000)).isEqualTo(50 - 1);
        }

        @Test
        void an_explorer_that_was_never_made_has_shown_nothing() {
            takeAll(0, 5_000);
            send(nextPermitAt(5_000), 1);
            gate.unused();

            takeAll(60_000, 65_000);

            assertThat(gate.learnt()).isEmpty();
        }

        @Test
        void an_explorer_that_nobody_waits_for_any_more_has_shown_nothing_and_may_count() {
            long explores = explore();
            gate.abandoned(nanos(explores + 3_000));

            assertThat(takeAll(21_000, 24_000)).isEqualTo(100 - 1);
            assertThat(gate.learnt()).isEmpty();
        }

        @Test
        void a_window_is_not_taken_to_begin_where_graph_could_not_be_reached_after_an_explorer() {
            long explores = explore();
            refuse(explores, explores + 100, Duration.ofSeconds(8));
            long probes = nextPermitAt(20_300);
            for (int i = 0; i < 4; i++) {
                send(probes, 1);
                gate.unreachable(nanos(probes), nanos(probes + 100));
                probes = nextPermitAt(probes + 100);
            }
            assertThat(probes).isBetween(27_000L, 30_000L);
            takeOne(probes);
            fill(probes + 100, 49, Duration.ofSeconds(19));
            takeOne(48_600);

            assertThat(takeAll(48_700, 56_000)).isNotEqualTo(50 - 1);
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
            long explores = explore();
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

        @Test
        void a_server_that_nobody_asked_for_long_was_not_closed_for_long() {
            refuseHalfOfTheSecondWindow();
            send(25_000, 1);
            refuse(25_000, 25_100, Duration.ofSeconds(1));
            takeOne(50_000);

            send(50_800, 1);
            refuse(50_800, 50_900, Duration.ZERO);

            assertThat(nextPermitAt(50_900)).isEqualTo(50_900 + 1_250);
        }

        @Test
        void it_does_count_so_many_in_a_window_if_it_takes_as_many_again_in_the_next_one() {
            refuseHalfOfTheSecondWindow();
            fill(25_000, 39, Duration.ofSeconds(10));
            takeOne(35_300);
            fill(36_000, 39, Duration.ofSeconds(18));
            takeOne(54_300);

            assertThat(takeAll(54_400, 60_000)).isEqualTo(40 - 1);
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
            refuse(now, now + 100, Duration.ofMillis(1_900));
            takeOne(24_000);
        }

        private Offset<Long> within(long millis) {
            return Offset.offset(millis);
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
            takeOne(20_400);
        }
    }
}
