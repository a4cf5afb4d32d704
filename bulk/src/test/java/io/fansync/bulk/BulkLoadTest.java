package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncType;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class BulkLoadTest extends VirtualRun {

    @Test
    void nothing_is_under_way_at_first_and_in_the_end() {
        assertThat(bulk.load()).isEqualTo(BulkLoad.NONE);

        run(ONE);
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(bulk.load()).isEqualTo(BulkLoad.NONE);
    }

    @Test
    void runs_and_calls_count_together() {
        BulkSync narrow = bulk.concurrency(4).quota(Quota.of(100, Duration.ofSeconds(20)));
        run(narrow, Flux.fromIterable(connectors("contoso.com", 10)));
        run(narrow, Flux.fromIterable(connectors("fabrikam.com", 10)));
        narrow.client().sync(ONE, SyncType.FULL).subscribe();

        assertThat(bulk.load()).isEqualTo(new BulkLoad(4, 17, 0, 0.02));
    }

    @Test
    void a_tenant_that_was_told_to_wait_is_paused_until_then() {
        graph.closed("contoso.com", Duration.ofSeconds(30));
        run(bulk, Flux.fromIterable(connectors("contoso.com", 10)));
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(bulk.load()).extracting(BulkLoad::paused, BulkLoad::waiting).containsExactly(1, 10);

        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(bulk.load().paused()).isZero();
    }

    @Test
    void a_quota_that_is_used_up_is_used_to_one() {
        run(bulk.quota(Quota.atMost(10, Duration.ofSeconds(20))), Flux.fromIterable(connectors("contoso.com", 30)));
        time.advanceTimeBy(Duration.ofSeconds(5));

        assertThat(bulk.load()).isEqualTo(new BulkLoad(0, 20, 0, 1));
    }

    @Test
    void every_run_passes_through_the_operators_in_turn() {
        StringBuilder seen = new StringBuilder();
        BulkSync observed = bulk.eachRun(run -> run.doOnComplete(() -> seen.append("first ")))
                .eachRun(run -> run.doOnComplete(() -> seen.append("second ")));

        run(observed, Flux.just(ONE));
        run(observed.concurrency(1), Flux.just(ONE));
        run(bulk, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(2));

        assertThat(seen).hasToString("first second first second ");
    }
}
