package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OverloadTest {

    private final Overload overload = new Overload();

    private void answers(int count, int failedOfTen) {
        for (int i = 0; i < count; i++) {
            overload.answered(i % 10 < failedOfTen, Math.min(64, overload.limit()) - 1);
        }
    }

    @Test
    void nothing_is_limited_while_graph_answers() {
        answers(1_000, 0);

        assertThat(overload.limit()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void one_failure_in_ten_changes_nothing() {
        answers(1_000, 1);

        assertThat(overload.limit()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void an_outage_leaves_one_request_at_a_time() {
        answers(1_000, 10);

        assertThat(overload.limit()).isEqualTo(1);
    }

    @Test
    void a_round_of_failures_is_one_step_down_however_many_they_are() {
        answers(64, 10);

        assertThat(overload.limit()).isEqualTo(44);
    }

    @Test
    void after_an_outage_it_finds_its_way_up_again() {
        answers(1_000, 10);
        answers(2_000, 0);

        assertThat(overload.limit()).isGreaterThan(64);
    }
}
