package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** When a gate lets how many through. */
class ThrottleGateTest extends ThrottleGateInMilliseconds {

    private static final Duration NO_TIME = Duration.ZERO;

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
        void which_is_that_of_a_later_one_where_the_first_were_slow() {
            gate = new ThrottleGate(Quota.of(100, WINDOW), Optional.of(new Learnt(100, WINDOW)));
            send(0, 1);
            take(0, 900, 1);
            takeAll(900, 5_000);

            assertThat(nextPermitAt(6_000)).isEqualTo(20_900 - 33);
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
            long explores = explore();
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
            takeOne(600);

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
}
