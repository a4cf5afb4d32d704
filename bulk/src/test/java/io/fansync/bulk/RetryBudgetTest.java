package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private final RetryBudget budget = new RetryBudget();

    @Test
    void begins_with_a_reserve_of_a_hundred() {
        assertThat(withdrawn(Duration.ZERO)).isEqualTo(100);
    }

    @Test
    void earns_a_resend_with_each_second() {
        withdrawn(Duration.ZERO);

        assertThat(withdrawn(Duration.ofMillis(999))).isZero();
        assertThat(withdrawn(Duration.ofSeconds(1))).isEqualTo(1);
        assertThat(withdrawn(Duration.ofSeconds(4))).isEqualTo(3);
    }

    @Test
    void earns_a_resend_with_five_requests_that_graph_took() {
        withdrawn(Duration.ZERO);

        for (int i = 0; i < 10; i++) {
            budget.deposit(false);
        }

        assertThat(withdrawn(Duration.ofMillis(1))).isEqualTo(2);
    }

    @Test
    void has_a_resend_back_that_graph_took() {
        withdrawn(Duration.ZERO);

        budget.deposit(true);

        assertThat(withdrawn(Duration.ofMillis(1))).isEqualTo(1);
    }

    @Test
    void saves_no_more_than_the_reserve() {
        for (int i = 0; i < 1_000; i++) {
            budget.deposit(false);
        }

        assertThat(withdrawn(Duration.ofHours(1))).isEqualTo(100);
    }

    private int withdrawn(Duration now) {
        int resends = 0;
        while (budget.withdraw(now.toNanos())) {
            resends++;
        }
        return resends;
    }
}
