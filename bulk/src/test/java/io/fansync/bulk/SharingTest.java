package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.GraphCloud;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.bulk.SyncOutcome.Accepted;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

class SharingTest extends VirtualRun {

    @Test
    void runs_that_overlap_use_one_quota() {
        graph.quota(100, Duration.ofSeconds(20));
        BulkSync promised = bulk.quota(Quota.atMost(100, Duration.ofSeconds(20)));

        TestSubscriber<SyncOutcome> first = run(promised, Flux.fromIterable(connectors("contoso.com", 300)));
        TestSubscriber<SyncOutcome> second = run(
                promised.concurrency(8),
                Flux.fromIterable(connectors("contoso.com", 600)).skip(300));
        time.advanceTimeBy(Duration.ofMinutes(5));

        assertThat(graph.refusals()).isZero();
        assertThat(first.getReceivedOnNext()).hasSize(300).hasOnlyElementsOfType(Accepted.class);
        assertThat(second.getReceivedOnNext()).hasSize(300).hasOnlyElementsOfType(Accepted.class);
    }

    @Test
    void another_run_may_be_started_and_a_call_be_made_where_an_outcome_arrives() {
        BulkSync atOnce = BulkSync.over((connector, type) -> Mono.just(new SyncReceipt(connector, type)), time)
                .concurrency(1);
        TestSubscriber<SyncOutcome> inner = TestSubscriber.create();
        TestSubscriber<SyncReceipt> call = TestSubscriber.create();
        TestSubscriber<SyncOutcome> outer = TestSubscriber.create();

        atOnce.sync(Flux.just(ONE), SyncType.DELTA)
                .doOnNext(outcome -> {
                    atOnce.sync(Flux.just(ONE), SyncType.DELTA).subscribe(inner);
                    atOnce.client().sync(ONE, SyncType.DELTA).subscribe(call);
                })
                .subscribe(outer);

        assertThat(inner.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);
        assertThat(call.getReceivedOnNext()).hasSize(1);
        assertThat(outer.isTerminatedComplete()).isTrue();
    }

    @Test
    void a_single_call_goes_ahead_of_the_runs_and_through_the_same_gate() {
        BulkSync promised = bulk.quota(Quota.atMost(10, Duration.ofSeconds(20)));
        run(promised, Flux.fromIterable(connectors("contoso.com", 100)));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(graph.calls).hasSize(10);

        TestSubscriber<SyncReceipt> receipt = TestSubscriber.create();
        promised.client().sync(ONE, SyncType.FULL).subscribe(receipt);
        time.advanceTimeBy(Duration.ofSeconds(18));
        assertThat(graph.calls).hasSize(10);

        time.advanceTimeBy(Duration.ofSeconds(2));
        assertThat(graph.calls.get(10).connector()).isEqualTo(ONE);
        assertThat(receipt.getReceivedOnNext()).hasSize(1);
    }

    @Test
    void the_client_for_single_calls_speaks_to_the_same_cloud() {
        ConnectorClient client = ConnectorClient.create(GraphCloud.CHINA, TokenSource.fixed("token"));

        assertThat(BulkSync.over(client).concurrency(2).client().cloud()).contains(GraphCloud.CHINA);
        assertThat(bulk.client().cloud()).isEmpty();
    }

    @Test
    void a_single_call_passes_on_graphs_refusal_and_closes_the_gate_for_all() {
        graph.answers(ONE, new Throttled("429", Duration.ofSeconds(30)));
        TestSubscriber<SyncReceipt> receipt = TestSubscriber.create();
        bulk.client().sync(ONE, SyncType.FULL).subscribe(receipt);
        time.advanceTimeBy(Duration.ofSeconds(1));

        run(bulk, Flux.fromIterable(connectors("contoso.com", 5)));
        time.advanceTimeBy(Duration.ofSeconds(20));

        assertThat(receipt.expectTerminalError()).isInstanceOf(Throttled.class);
        assertThat(graph.calls).hasSize(1);
    }

    @Test
    void a_run_that_gives_its_requests_up_takes_no_place_from_the_others() {
        BulkSync unlimited = bulk.quota(Quota.none()).grace(Duration.ofSeconds(1));
        graph.latency(Duration.ofHours(1));
        TestSubscriber<SyncOutcome> givenUp = run(unlimited, Flux.fromIterable(connectors("contoso.com", 64)));
        time.advanceTimeBy(Duration.ofSeconds(1));
        givenUp.cancel();
        time.advanceTimeBy(Duration.ofSeconds(2));

        graph.latency(Duration.ofMillis(100)).mostInFlight = 0;
        run(unlimited, Flux.fromIterable(connectors("contoso.com", 640)));
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(graph.mostInFlight).isEqualTo(64);
    }

    @Test
    void a_single_call_cancelled_as_it_is_subscribed_to_sends_nothing() {
        bulk.client().sync(ONE, SyncType.FULL).subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.cancel();
            }
        });
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(graph.calls).isEmpty();
    }

    @Test
    void a_single_call_cancelled_before_its_turn_sends_nothing() {
        graph.closed("contoso.com", Duration.ofSeconds(30));
        run(ONE);
        time.advanceTimeBy(Duration.ofSeconds(1));
        TestSubscriber<SyncReceipt> receipt = TestSubscriber.create();
        bulk.client().sync(new Connector("contoso.com", "two"), SyncType.FULL).subscribe(receipt);

        receipt.cancel();
        time.advanceTimeBy(Duration.ofMinutes(2));

        assertThat(graph.calls).extracting(FakeGraph.Call::connector).containsOnly(ONE);
    }
}
