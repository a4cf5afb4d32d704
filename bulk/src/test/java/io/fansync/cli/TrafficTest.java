package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.SyncAnswer;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.Quota;
import io.fansync.cli.Timeline.Kind;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TrafficTest {

    private static final SyncAnswer ACCEPTED = new SyncReceipt(new Connector("a.com", "1"), SyncType.DELTA);
    private static final SyncAnswer REFUSED = new Throttled("429", Duration.ZERO);

    private long now;
    private final Traffic traffic = new Traffic(() -> now, Quota.of(4, Duration.ofSeconds(1)));

    private void answer(SyncAnswer answer, int times, Duration at) {
        now = at.toNanos();
        for (int i = 0; i < times; i++) {
            traffic.answered("a.com", answer, now - 50_000_000);
        }
    }

    @Test
    void tells_what_a_tenant_took_in_its_busiest_window() {
        answer(ACCEPTED, 2, Duration.ofMillis(100));
        answer(ACCEPTED, 1, Duration.ofMillis(1_099));
        answer(REFUSED, 5, Duration.ofMillis(1_100));
        answer(new Rejected("no"), 2, Duration.ofMillis(1_150));

        assertThat(traffic.quotaUse("a.com")).isEqualTo("3 of 4 in 1.0 s");
        assertThat(traffic.quotaShare("a.com")).isEqualTo(0.75);
        assertThat(traffic.of("a.com").refused()).isEqualTo(5);
        assertThat(traffic.quotaUse("b.com")).isEmpty();
    }

    @Test
    void counts_and_times_what_graph_answered_and_nothing_else() {
        answer(ACCEPTED, 3, Duration.ofMillis(100));
        answer(REFUSED, 1, Duration.ofMillis(150));
        answer(new Unavailable("504", true), 1, Duration.ofMillis(150));
        answer(new Unavailable("no such host", false), 7, Duration.ofMillis(160));
        answer(new Denied("no token", ""), 7, Duration.ofMillis(160));

        assertThat(traffic.timeline().total(Kind.ACCEPTED)).isEqualTo(3);
        assertThat(traffic.timeline().total(Kind.THROTTLED)).isEqualTo(1);
        assertThat(traffic.timeline().total(Kind.FAILED)).isEqualTo(1);
        assertThat(traffic.latencies().count()).isEqualTo(5);
        assertThat(traffic.latencies().max()).isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void measures_against_a_promise_that_is_below_the_belief_and_against_none() {
        Traffic promised =
                new Traffic(() -> now, Quota.of(100, Duration.ofSeconds(20)).within(1, Duration.ofSeconds(1)));
        promised.answered("a.com", ACCEPTED, 0);
        Traffic unlimited = new Traffic(() -> now, Quota.none());
        unlimited.answered("a.com", ACCEPTED, 0);

        assertThat(promised.quotaUse("a.com")).isEqualTo("1 of 1 in 1.0 s");
        assertThat(unlimited.quotaUse("a.com")).isEqualTo("1 in 20 s");
        assertThat(unlimited.quotaShare("a.com")).isZero();
    }
}
