package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.UnknownConnector;
import io.fansync.SyncType;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Failed;
import io.fansync.bulk.SyncOutcome.Unknown;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.subscriber.TestSubscriber;

class BatchesTest extends VirtualRun {

    private final BulkSync batching = BulkSync.over(graph.batchSize(20), time);
    private final BulkSync plenty = batching.quota(Quota.of(100_000, Duration.ofSeconds(1)));

    @Test
    void a_tenants_waiting_connectors_share_requests_up_to_what_the_client_takes() {
        TestSubscriber<SyncOutcome> outcomes =
                run(batching.concurrency(1), Flux.fromIterable(connectors("contoso.com", 41)));
        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(outcomes.getReceivedOnNext()).hasSize(41).hasOnlyElementsOfType(Accepted.class);
        assertThat(graph.batches).containsExactly(20, 20);
    }

    @Test
    void none_holds_more_connectors_than_permits_or_than_it_was_told() {
        run(
                batching.batch(7).quota(Quota.atMost(10, Duration.ofSeconds(20))),
                Flux.fromIterable(connectors("contoso.com", 100)));
        time.advanceTimeBy(Duration.ofSeconds(5));

        assertThat(graph.batches).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(7));
        assertThat(graph.calls).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void a_client_that_says_it_takes_none_gets_one_at_a_time() {
        TestSubscriber<SyncOutcome> outcomes =
                run(BulkSync.over(graph.batchSize(0), time), Flux.fromIterable(connectors("contoso.com", 3)));
        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(outcomes.getReceivedOnNext()).hasSize(3).hasOnlyElementsOfType(Accepted.class);
        assertThat(graph.batches).isEmpty();
    }

    @Test
    void after_a_refused_batch_each_connector_is_sent_alone_and_the_batch_was_nobodys_attempt() {
        graph.refuseBatches(new Rejected("413"));

        TestSubscriber<SyncOutcome> outcomes = run(batching, Flux.fromIterable(connectors("contoso.com", 40)));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext()).hasSize(40).hasOnlyElementsOfType(Accepted.class);
        assertThat(outcomes.getReceivedOnNext())
                .allSatisfy(outcome -> assertThat(outcome.attempts()).isEqualTo(1));
    }

    @Test
    void what_a_batch_leaves_unanswered_may_have_run() {
        graph.refuseBatches(AMBIGUOUS);

        TestSubscriber<SyncOutcome> outcomes =
                run(batching.maxRetries(0).concurrency(1), Flux.fromIterable(connectors("contoso.com", 20)));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext()).hasSize(20).hasOnlyElementsOfType(Unknown.class);
    }

    @Test
    void one_connectors_failure_is_not_the_others() {
        graph.answers(new Connector("contoso.com", "c3"), new UnknownConnector("404"));

        TestSubscriber<SyncOutcome> outcomes = run(batching, Flux.fromIterable(connectors("contoso.com", 20)));
        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(Failed.class::isInstance)
                .hasSize(1);
        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(Accepted.class::isInstance)
                .hasSize(19);
    }

    @Test
    void what_a_source_delivers_when_asked_fills_requests_from_the_first_on() {
        TestSubscriber<SyncOutcome> outcomes = run(plenty, Flux.fromIterable(connectors("contoso.com", 1_000)));
        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(outcomes.getReceivedOnNext()).hasSize(1_000);
        assertThat(graph.batches).hasSize(50).containsOnly(20);
    }

    @Test
    void so_it_does_where_tenants_alternate() {
        List<Connector> alternating = IntStream.range(0, 1_000)
                .mapToObj(i -> new Connector("tenant-" + i % 10 + ".example", "c" + i))
                .toList();

        run(plenty, Flux.fromIterable(alternating));
        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(graph.batches).hasSize(50).containsOnly(20);
    }

    @Test
    void so_it_does_where_each_tenant_has_a_source_of_its_own() {
        Flux<String> ids = Flux.range(0, 1_000).map(i -> "c" + i);

        plenty.syncTenants(Flux.just(new TenantConnectors("contoso.com", ids)), SyncType.DELTA)
                .subscribe();
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(graph.batches).hasSize(50).containsOnly(20);
    }

    @Test
    void requests_stay_full_where_the_subscriber_takes_one_outcome_at_a_time() {
        TestSubscriber<SyncOutcome> outcomes =
                TestSubscriber.builder().initialRequest(1).build();
        plenty.concurrency(2)
                .sync(Flux.fromIterable(connectors("contoso.com", 1_000)), SyncType.DELTA)
                .subscribe(outcomes);

        for (int i = 0; i < 1_000; i++) {
            time.advanceTimeBy(Duration.ofMillis(10));
            outcomes.request(1);
        }

        assertThat(outcomes.getReceivedOnNext()).hasSize(1_000);
        assertThat(graph.batches).hasSize(50).containsOnly(20);
    }

    @Test
    void a_connector_that_comes_alone_is_sent_at_once() {
        Flux<Connector> oneByOne =
                Flux.interval(Duration.ofMillis(10), time).map(i -> new Connector("contoso.com", "c" + i));

        run(plenty, oneByOne.take(50));
        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(graph.batches).isEmpty();
        assertThat(graph.calls)
                .extracting(FakeGraph.Call::at)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 50)
                        .mapToObj(i -> Duration.ofMillis(10 * i + 50))
                        .toList());
    }

    @Test
    void a_source_that_lets_whoever_asks_it_wait_does_not_hold_up_what_it_has_delivered() {
        List<Integer> sentBefore = new ArrayList<>();
        Flux<Connector> slow = Flux.generate(() -> 0, (i, sink) -> {
            time.advanceTimeBy(Duration.ofSeconds(1));
            sentBefore.add(graph.calls.size());
            sink.next(new Connector("contoso.com", "c" + i));
            return i + 1;
        });

        run(batching, slow.take(4));

        assertThat(sentBefore).containsExactly(0, 1, 2, 3);
    }
}
