package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncType;
import io.fansync.bulk.SyncOutcome.Accepted;
import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

class FairnessTest extends VirtualRun {

    @Test
    void each_of_forty_nine_tenants_finishes_as_if_the_throttled_fiftieth_were_not_there() {
        List<Connector> healthy = tenants(49, 50);
        FakeGraph alone = new FakeGraph(time);
        run(BulkSync.over(alone, time), Flux.fromIterable(healthy));
        time.advanceTimeBy(Duration.ofMinutes(1));

        VirtualTimeScheduler fresh = VirtualTimeScheduler.create();
        FakeGraph shared = new FakeGraph(fresh).closed("whale.example", Duration.ofMinutes(30));
        TestSubscriber<SyncOutcome> outcomes = run(
                BulkSync.over(shared, fresh),
                Flux.fromIterable(connectors("whale.example", 1_000)).concatWith(Flux.fromIterable(healthy)));
        fresh.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(healthy)
                .extracting(Connector::tenant)
                .allSatisfy(tenant -> assertThat(lastAccepted(shared, tenant))
                        .isLessThanOrEqualTo(
                                lastAccepted(alone, tenant).multipliedBy(6).dividedBy(5)));
        assertThat(outcomes.getReceivedOnNext()).hasSize(49 * 50);

        fresh.advanceTimeBy(Duration.ofHours(2));
        assertThat(outcomes.getReceivedOnNext()).hasSize(49 * 50 + 1_000).hasOnlyElementsOfType(Accepted.class);
    }

    @Test
    void tenants_with_sources_of_their_own_are_served_however_long_the_others_are() {
        TestSubscriber<SyncOutcome> outcomes = TestSubscriber.create();
        bulk.syncTenants(
                        Flux.just(
                                new TenantConnectors(
                                        "whale.example", Flux.range(0, 100_000).map(i -> "c" + i)),
                                new TenantConnectors("small.example", Flux.just("a", "b", "c"))),
                        SyncType.FULL)
                .subscribe(outcomes);
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(outcome -> outcome.connector().tenant().equals("small.example"))
                .hasSize(3);
    }

    @Test
    void equal_tenants_get_equal_shares_of_what_is_in_flight() {
        run(bulk.concurrency(10).quota(Quota.none()), Flux.fromIterable(tenants(40, 100)));
        time.advanceTimeBy(Duration.ofSeconds(20));

        double[] shares = IntStream.range(0, 40)
                .mapToDouble(t -> graph.callsOf("tenant-" + t + ".example").size())
                .toArray();
        double sum = DoubleStream.of(shares).sum();
        double squares = DoubleStream.of(shares).map(share -> share * share).sum();
        assertThat(graph.calls).hasSizeBetween(1_000, 3_000);
        assertThat(sum * sum / (shares.length * squares)).isGreaterThan(0.99);
    }

    @Test
    void a_tenant_gets_as_many_times_the_share_as_it_weighs() {
        List<Integer> weights = List.of(1, 2, 5);
        bulk.concurrency(4)
                .quota(Quota.none())
                .syncTenants(
                        Flux.fromIterable(weights)
                                .map(weight -> new TenantConnectors(
                                                "weighs-" + weight + ".example",
                                                Flux.range(0, 10_000).map(i -> "c" + i))
                                        .weight(weight)),
                        SyncType.DELTA)
                .subscribe();
        time.advanceTimeBy(Duration.ofSeconds(40));

        double share = graph.calls.size() / 8.0;
        assertThat(graph.calls).hasSizeGreaterThan(1_500);
        assertThat(weights)
                .allSatisfy(weight -> assertThat(
                                graph.callsOf("weighs-" + weight + ".example").size() / share)
                        .isCloseTo(weight, withinPercentage(3)));
    }

    @Test
    void a_tenant_that_leaves_its_share_leaves_it_to_the_others() {
        bulk.concurrency(4)
                .quota(Quota.none())
                .syncTenants(
                        Flux.just(
                                new TenantConnectors("heavy.example", Flux.just("one")).weight(1_000),
                                new TenantConnectors(
                                        "light.example", Flux.range(0, 400).map(i -> "c" + i))),
                        SyncType.DELTA)
                .subscribe();
        time.advanceTimeBy(Duration.ofMillis(10_200));

        assertThat(graph.calls).hasSize(401);
    }

    @Test
    void ten_thousand_tenants_that_wait_share_one_timer_and_take_no_turns() {
        CountingScheduler counting = new CountingScheduler(time);
        ConnectorClient closed = (connector, type) -> Mono.error(new Throttled("429", Duration.ofHours(1)));
        BulkSync.over(closed, counting)
                .lookAhead(10_000)
                .sync(Flux.fromIterable(tenants(10_000, 1)), SyncType.DELTA)
                .subscribe();
        time.advanceTimeBy(Duration.ofMinutes(1));
        int scheduled = counting.scheduled;

        time.advanceTimeBy(Duration.ofMinutes(58));

        assertThat(counting.alive).isEqualTo(1);
        assertThat(counting.scheduled).isEqualTo(scheduled);
    }

    @Test
    void tenants_take_turns() {
        BulkSync one = bulk.concurrency(1).quota(Quota.none());
        run(one, Flux.fromIterable(tenants(4, 10)));
        time.advanceTimeBy(Duration.ofSeconds(2));

        assertThat(graph.calls.stream().limit(8).map(call -> call.connector().tenant()))
                .containsExactlyElementsOf(Stream.of(0, 1, 2, 3, 0, 1, 2, 3)
                        .map(t -> "tenant-" + t + ".example")
                        .toList());
    }
}
