package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fansync.Connector;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncType;
import io.fansync.bulk.BulkProgress.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

class ProgressTest extends VirtualRun {

    private static final Quota PROMISED = Quota.atMost(100, Duration.ofSeconds(20));

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<BulkProgress> told = new ArrayList<>();

    private void run(BulkSync bulk, TenantConnectors... tenants) {
        bulk.progress(SECOND, told::add)
                .syncTenants(Flux.just(tenants), SyncType.DELTA)
                .subscribe();
    }

    private static TenantConnectors tenant(String name, int connectors) {
        return new TenantConnectors(
                        name, Flux.fromStream(IntStream.range(0, connectors).mapToObj(Integer::toString)))
                .expecting(connectors);
    }

    private BulkProgress last() {
        return told.get(told.size() - 1);
    }

    @Test
    void is_told_every_so_often_and_once_more_at_the_end() {
        run(bulk.quota(PROMISED), tenant("a.example", 150));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(told).hasSize(22);
        assertThat(last().settled().accepted()).isEqualTo(150);
        assertThat(last().waiting() + last().inFlight()).isZero();
        assertThat(last().timeLeft()).contains(Duration.ZERO);
    }

    @Test
    void the_time_left_is_the_slowest_tenants_quota() {
        graph.quota(100, Duration.ofSeconds(20));
        run(bulk.quota(PROMISED), tenant("large.example", 1_000), tenant("small.example", 10));

        time.advanceTimeBy(Duration.ofSeconds(200));

        Duration end = last().elapsed();
        assertThat(last().settled().accepted()).isEqualTo(1_010);
        assertThat(told).allSatisfy(progress -> {
            double left = end.minus(progress.elapsed()).toMillis();
            assertThat((double) progress.timeLeft().orElseThrow().toMillis()).isCloseTo(left, within(2_000.0));
        });
    }

    @Test
    void the_time_left_is_the_rates_where_no_quota_holds_anything_up() {
        run(bulk.quota(Quota.none()).concurrency(1).batch(1), tenant("a.example", 100), tenant("b.example", 500));

        time.advanceTimeBy(Duration.ofMillis(10_050));

        assertThat(last().rate()).isCloseTo(10, within(0.1));
        assertThat(last().timeLeft().orElseThrow()).isCloseTo(Duration.ofSeconds(50), Duration.ofSeconds(1));
    }

    @Test
    void the_time_left_counts_a_pause_that_graph_asked_for() {
        graph.quota(100, Duration.ofSeconds(20)).closed("a.example", Duration.ofSeconds(40));
        run(bulk, tenant("a.example", 150));

        time.advanceTimeBy(Duration.ofMillis(1_500));

        assertThat(last().timeLeft().orElseThrow()).isBetween(Duration.ofSeconds(39), Duration.ofSeconds(60));
    }

    @Test
    void nobody_knows_the_time_left_before_the_source_has_ended() {
        Flux<Connector> source = Flux.fromIterable(connectors("a.example", 300));
        bulk.lookAhead(100)
                .progress(SECOND, told::add)
                .sync(source, SyncType.DELTA)
                .subscribe();

        time.advanceTimeBy(Duration.ofMinutes(2));

        assertThat(told.get(0).timeLeft()).isEmpty();
        assertThat(told.get(10).timeLeft()).isEmpty();
        assertThat(last().timeLeft()).contains(Duration.ZERO);
    }

    @Test
    void the_rate_is_that_of_the_last_twenty_seconds() {
        graph.quota(100, Duration.ofSeconds(20));
        run(bulk.quota(Quota.atMost(100, Duration.ofSeconds(20))), tenant("a.example", 400));

        time.advanceTimeBy(Duration.ofSeconds(120));

        assertThat(told.get(9).rate()).isEqualTo(10);
        assertThat(told.get(29).rate()).isEqualTo(5);
        assertThat(told.get(49).rate()).isEqualTo(5);
    }

    @Test
    void counts_the_tenants_that_have_used_up_their_quota() {
        run(bulk, tenant("a.example", 300), tenant("b.example", 300), tenant("c.example", 30));

        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(last().atQuota()).isEqualTo(2);
        assertThat(last().paused()).isZero();
    }

    @Test
    void names_the_tenant_that_graph_pauses_longest_and_for_how_long() {
        graph.closed("a.example", Duration.ofMillis(4_500)).closed("b.example", Duration.ofMillis(3_000));
        run(bulk, tenant("a.example", 60), tenant("b.example", 60));

        time.advanceTimeBy(Duration.ofMillis(1_500));

        assertThat(last().settled()).isEqualTo(SyncTally.NONE);
        assertThat(last().waiting()).isEqualTo(120);
        assertThat(last().elapsed()).isEqualTo(SECOND);
        assertThat(last().paused()).isEqualTo(2);
        assertThat(last().atQuota()).isZero();
        assertThat(last().longestPause())
                .contains(new Pause("a.example", Duration.ofMillis(3_550), Pause.Reason.THROTTLED));
    }

    @Test
    void names_a_tenant_whose_sign_in_was_told_to_wait() {
        graph.answers(ONE, new Throttled("too many sign-ins", false, Duration.ofSeconds(30)));
        bulk.progress(SECOND, told::add).sync(Flux.just(ONE), SyncType.DELTA).subscribe();

        time.advanceTimeBy(Duration.ofMillis(5_500));

        assertThat(last().paused()).isEqualTo(1);
        assertThat(last().longestPause())
                .contains(new Pause("contoso.com", Duration.ofMillis(25_100), Pause.Reason.THROTTLED));
        assertThat(last().timeLeft()).contains(Duration.ofMillis(25_100));
        assertThat(bulk.load().paused()).isEqualTo(1);
    }

    @Test
    void names_a_tenant_whose_connectors_are_to_be_read_first_and_that_was_told_to_wait() {
        FakeDirectory directory = new FakeDirectory(graph, time);
        directory.answers(ONE, new Throttled("429", Duration.ofSeconds(30)));
        bulk.verifyAmbiguous(directory)
                .progress(SECOND, told::add)
                .sync(Flux.just(ONE), SyncType.DELTA)
                .subscribe();

        time.advanceTimeBy(Duration.ofMillis(5_500));

        assertThat(last().paused()).isEqualTo(1);
        assertThat(last().longestPause())
                .contains(new Pause("contoso.com", Duration.ofMillis(25_025), Pause.Reason.THROTTLED));
    }

    @Test
    void a_tenant_that_is_paused_counts_once() {
        FakeDirectory directory = new FakeDirectory(graph, time);
        Connector two = new Connector("contoso.com", "two");
        graph.answers(ONE, new Throttled("429", Duration.ofSeconds(30)));
        directory.answers(two, AMBIGUOUS);
        bulk.verifyAmbiguous(directory)
                .progress(SECOND, told::add)
                .sync(Flux.just(ONE, two), SyncType.DELTA)
                .subscribe();

        time.advanceTimeBy(Duration.ofMillis(5_500));

        assertThat(last().waiting()).isEqualTo(2);
        assertThat(last().paused()).isEqualTo(1);
    }

    @Test
    void the_time_left_counts_what_is_to_come_however_the_tenant_is_spelt() {
        graph.quota(100, Duration.ofSeconds(20));
        run(bulk.quota(PROMISED), tenant("Large.Example", 1_000));

        time.advanceTimeBy(Duration.ofSeconds(5));

        assertThat(last().timeLeft().orElseThrow()).isGreaterThan(Duration.ofMinutes(2));
    }

    @Test
    void names_a_tenant_that_cannot_be_reached() {
        graph.answers(ONE, NOT_SENT, NOT_SENT, NOT_SENT);
        bulk.progress(SECOND, told::add).sync(Flux.just(ONE), SyncType.DELTA).subscribe();

        time.advanceTimeBy(Duration.ofMillis(1_500));

        assertThat(last().longestPause().orElseThrow().why()).isEqualTo(Pause.Reason.UNREACHABLE);
    }

    @Test
    void names_a_tenant_that_cannot_be_reached_to_read_its_connectors() {
        FakeDirectory directory = new FakeDirectory(graph, time);
        directory.answers(ONE, NOT_SENT, NOT_SENT, NOT_SENT, NOT_SENT);
        bulk.confirm(directory, Duration.ofMinutes(1))
                .progress(SECOND, told::add)
                .sync(Flux.just(ONE), SyncType.DELTA)
                .subscribe();

        time.advanceTimeBy(Duration.ofMillis(1_500));

        assertThat(last().paused()).isEqualTo(1);
        assertThat(last().longestPause().orElseThrow().why()).isEqualTo(Pause.Reason.UNREACHABLE);
    }
}
