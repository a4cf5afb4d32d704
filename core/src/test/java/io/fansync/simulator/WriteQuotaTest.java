package io.fansync.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WriteQuotaTest {

    private final WriteQuota quota = new WriteQuota(2, Duration.ofNanos(100));

    @Test
    void accepts_as_many_writes_as_it_allows_and_then_says_how_long_to_wait() {
        assertThat(quota.charge(0)).isZero();
        assertThat(quota.charge(30)).isZero();
        assertThat(quota.charge(40)).isEqualTo(60);
        assertThat(quota.charge(99)).isEqualTo(1);
    }

    @Test
    void has_room_for_one_when_the_oldest_write_leaves_the_window() {
        quota.charge(0);
        quota.charge(30);

        assertThat(quota.charge(100)).isZero();
        assertThat(quota.charge(101)).isEqualTo(29);
        assertThat(quota.charge(130)).isZero();
    }

    @Test
    void does_not_count_what_it_refused() {
        quota.charge(0);
        quota.charge(0);
        for (long now = 1; now < 100; now++) {
            quota.charge(now);
        }

        assertThat(quota.charge(100)).isZero();
        assertThat(quota.charge(100)).isZero();
        assertThat(quota.charge(100)).isEqualTo(100);
    }

    @Test
    void never_lets_more_than_its_number_into_any_window() {
        long accepted = 0;
        for (long now = 0; now < 1_000; now++) {
            accepted += quota.charge(now) == 0 ? 1 : 0;
        }

        assertThat(accepted).isEqualTo(20);
    }

    @Test
    void knows_no_limit_when_it_has_none() {
        WriteQuota none = new WriteQuota(0, Duration.ofDays(1));

        for (int i = 0; i < 1_000; i++) {
            assertThat(none.charge(0)).isZero();
        }
    }
}
