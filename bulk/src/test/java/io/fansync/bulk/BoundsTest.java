package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

class BoundsTest extends VirtualRun {

    @Test
    void no_more_requests_are_in_flight_than_allowed_over_all_tenants_and_runs() {
        BulkSync five = bulk.concurrency(5);
        TestSubscriber<SyncOutcome> first = run(five, Flux.fromIterable(tenants(10, 20)));
        TestSubscriber<SyncOutcome> second = run(five, Flux.fromIterable(connectors("other.example", 50)));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(graph.mostInFlight).isEqualTo(5);
        assertThat(first.getReceivedOnNext()).hasSize(200);
        assertThat(second.getReceivedOnNext()).hasSize(50);
    }

    @Test
    void no_more_requests_of_one_tenant_are_in_flight_than_allowed_over_all_runs() {
        BulkSync three = bulk.concurrencyPerTenant(3);
        TestSubscriber<SyncOutcome> first = run(three, Flux.fromIterable(connectors("contoso.com", 50)));
        TestSubscriber<SyncOutcome> second =
                run(three, Flux.fromIterable(connectors("contoso.com", 90)).skip(50));
        time.advanceTimeBy(Duration.ofMillis(950));
        assertThat(graph.mostInFlight).isEqualTo(3);
        assertThat(graph.calls).hasSize(30);

        run(three, Flux.fromIterable(tenants(2, 50)));
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(graph.mostInFlight).isEqualTo(9);
        assertThat(first.getReceivedOnNext()).hasSize(50);
        assertThat(second.getReceivedOnNext()).hasSize(40);
    }

    @Test
    void any_number_of_requests_in_flight_may_be_allowed() {
        TestSubscriber<SyncOutcome> outcomes =
                run(bulk.concurrency(Integer.MAX_VALUE), Flux.fromIterable(tenants(10, 20)));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext()).hasSize(200);
    }

    @Test
    void no_more_requests_are_sent_over_all_tenants_than_graph_allows_an_app() {
        graph.batchSize(20).latency(Duration.ofMillis(20));
        AtomicLong settled = new AtomicLong();
        bulk.concurrency(10_000)
                .quota(Quota.of(1_000, Duration.ofSeconds(20)))
                .syncTenants(
                        Flux.range(0, 400)
                                .map(t -> new TenantConnectors(
                                        "t" + t, Flux.range(0, 500).map(i -> "c" + i))),
                        SyncType.DELTA)
                .subscribe(outcome -> settled.incrementAndGet());
        time.advanceTimeBy(Duration.ofSeconds(9));
        assertThat(graph.calls).hasSize(130_000);

        time.advanceTimeBy(Duration.ofSeconds(10));
        assertThat(settled).hasValue(200_000);
    }

    @Test
    void no_more_is_taken_from_the_source_than_the_look_ahead() {
        TestPublisher<Connector> source = TestPublisher.create();
        AtomicLong taken = new AtomicLong();
        run(bulk.lookAhead(10), source.flux().doOnRequest(taken::addAndGet));

        assertThat(taken).hasValue(10);
    }

    @Test
    void a_subscriber_gets_no_more_than_it_asked_for_and_sending_stops_when_it_asks_for_nothing() {
        BulkSync eight = bulk.concurrency(8).quota(Quota.none());
        TestSubscriber<SyncOutcome> outcomes =
                TestSubscriber.builder().initialRequest(3).build();
        eight.sync(Flux.fromIterable(connectors("contoso.com", 100)), SyncType.DELTA)
                .subscribe(outcomes);
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext()).hasSize(3);
        assertThat(graph.calls).hasSizeLessThanOrEqualTo(3 + 8 + 1);

        outcomes.request(Long.MAX_VALUE);
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(outcomes.getReceivedOnNext()).hasSize(100);
    }

    @Test
    void a_million_connectors_whose_answers_come_at_once_pass_through() {
        ConnectorClient atOnce = (connector, type) -> Mono.just(new SyncReceipt(connector, type));
        AtomicLong seen = new AtomicLong();

        StepVerifier.create(BulkSync.over(atOnce)
                        .quota(Quota.none())
                        .sync(Flux.range(0, 1_000_000).map(i -> new Connector("t" + i % 100, "c" + i)), SyncType.DELTA)
                        .doOnNext(outcome -> seen.incrementAndGet())
                        .then())
                .verifyComplete();

        assertThat(seen).hasValue(1_000_000);
    }

    @Test
    void an_empty_source_completes() {
        assertThat(run(bulk, Flux.empty()).isTerminatedComplete()).isTrue();
    }
}
