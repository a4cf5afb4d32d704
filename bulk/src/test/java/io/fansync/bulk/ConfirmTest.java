package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDetails.ExchangeConnectorType;
import io.fansync.ConnectorDetails.Status;
import io.fansync.ConnectorDirectory;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.UnknownConnector;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.FakeDirectory.Read;
import io.fansync.bulk.SyncOutcome.Confirmed;
import io.fansync.bulk.SyncOutcome.Failed;
import io.fansync.bulk.SyncOutcome.Unconfirmed;
import io.fansync.bulk.SyncOutcome.Unsent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.subscriber.TestSubscriber;

class ConfirmTest extends VirtualRun {

    private final FakeDirectory directory = new FakeDirectory(graph, time);
    private final BulkSync confirming = bulk.confirm(directory, Duration.ofSeconds(60));

    private Unconfirmed unconfirmed(TestSubscriber<SyncOutcome> outcomes) {
        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Unconfirmed.class);
        return (Unconfirmed) outcomes.getReceivedOnNext().get(0);
    }

    @Test
    void a_connector_is_confirmed_with_the_time_of_its_sync_once_graph_tells_of_it() {
        TestSubscriber<SyncOutcome> outcomes = run(confirming, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(60));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOfSatisfying(Confirmed.class, confirmed -> {
            assertThat(confirmed.lastSyncDateTime())
                    .isEqualTo(Instant.EPOCH.plus(graph.calls.get(0).at()).plusSeconds(5));
            assertThat(confirmed.answer()).isInstanceOf(SyncReceipt.class);
            assertThat(confirmed.attempts()).isEqualTo(1);
        });
        assertThat(graph.calls).hasSize(1);
    }

    @Test
    void it_is_read_before_it_is_sent_and_ever_more_seldom_after() {
        directory.syncDelay(Duration.ofSeconds(50));
        run(confirming, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(60));

        assertThat(directory.reads).hasSizeBetween(5, 8);
        assertThat(directory.reads.get(0).at()).isLessThan(graph.calls.get(0).at());
        List<Duration> after = directory.reads.stream().skip(1).map(Read::at).toList();
        for (int i = 2; i < after.size() - 1; i++) {
            assertThat(after.get(i).minus(after.get(i - 2))).isGreaterThan(Duration.ofMillis(1_500L << (i - 2)));
        }
    }

    @Test
    void a_sync_that_was_there_before_confirms_nothing() {
        directory.syncDelay(Duration.ZERO);
        run(bulk, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(10));
        directory.syncDelay(Duration.ofHours(1)).syncDelay(Duration.ofSeconds(5));

        TestSubscriber<SyncOutcome> outcomes = run(confirming, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(4));
        assertThat(outcomes.getReceivedOnNext()).isEmpty();
        time.advanceTimeBy(Duration.ofSeconds(60));

        assertThat(outcomes.getReceivedOnNext())
                .singleElement()
                .isInstanceOfSatisfying(
                        Confirmed.class,
                        confirmed -> assertThat(confirmed.lastSyncDateTime())
                                .isEqualTo(Instant.EPOCH
                                        .plus(graph.calls.get(1).at())
                                        .plusSeconds(5)));
    }

    @Test
    void what_does_not_move_in_time_is_unconfirmed_and_was_looked_at_when_time_was_up() {
        directory.syncDelay(Duration.ofHours(1));

        TestSubscriber<SyncOutcome> outcomes = run(confirming, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(59));
        assertThat(outcomes.getReceivedOnNext()).isEmpty();
        time.advanceTimeBy(Duration.ofSeconds(2));

        assertThat(unconfirmed(outcomes).why()).startsWith("no sync was seen within 60.0 s; Microsoft ended");
        assertThat(directory.reads.get(directory.reads.size() - 1).at())
                .isGreaterThanOrEqualTo(graph.calls.get(0).at().plusSeconds(60));
    }

    @Test
    void a_connector_whose_agent_is_gone_is_not_waited_for_and_the_reason_is_told() {
        directory.status(ONE, Status.DISCONNECTED);

        TestSubscriber<SyncOutcome> outcomes = run(confirming, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(2));

        assertThat(unconfirmed(outcomes).why()).contains("disconnected");
        assertThat(graph.calls).hasSize(1);
    }

    @Test
    void a_connector_that_graph_does_not_know_any_more_is_not_waited_for_either() {
        TestSubscriber<SyncOutcome> outcomes = run(confirming, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMillis(100));
        directory.answers(ONE, new UnknownConnector("404"));
        time.advanceTimeBy(Duration.ofSeconds(2));

        assertThat(unconfirmed(outcomes).why()).isEqualTo("Graph knows it no more");
    }

    @Test
    void whatever_happens_to_a_reading_the_sync_is_sent_and_its_own_answer_counts() {
        directory.always(new Denied("403", ""));
        Connector two = new Connector("contoso.com", "two");
        graph.answers(two, new UnknownConnector("404"));

        TestSubscriber<SyncOutcome> outcomes = run(confirming, Flux.just(ONE, two));
        time.advanceTimeBy(Duration.ofSeconds(2));

        assertThat(outcomes.getReceivedOnNext()).hasSize(2);
        assertThat(outcomes.getReceivedOnNext().get(0))
                .isInstanceOfSatisfying(
                        Unconfirmed.class,
                        unconfirmed ->
                                assertThat(unconfirmed.why()).isEqualTo("its last sync could not be read before: 403"));
        assertThat(outcomes.getReceivedOnNext().get(1)).isInstanceOf(Failed.class);
    }

    @Test
    void readings_that_are_lost_on_the_way_are_made_again() {
        directory.answers(ONE, AMBIGUOUS, NOT_SENT, new Throttled("429", Duration.ofSeconds(3)), AMBIGUOUS);

        TestSubscriber<SyncOutcome> outcomes = run(confirming, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(60));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Confirmed.class);
    }

    @Test
    void waiting_for_a_sync_takes_no_place_in_flight_and_no_timer_of_its_own() {
        CountingScheduler counting = new CountingScheduler(time);
        directory.syncDelay(Duration.ofSeconds(50));
        TestSubscriber<SyncOutcome> outcomes = run(
                BulkSync.over(graph, counting).concurrency(2).confirm(directory, Duration.ofMinutes(5)),
                Flux.fromIterable(connectors("contoso.com", 90)));
        time.advanceTimeBy(Duration.ofSeconds(20));

        assertThat(graph.calls).hasSize(90);
        assertThat(outcomes.getReceivedOnNext()).isEmpty();
        assertThat(counting.alive).isLessThanOrEqualTo(1);

        time.advanceTimeBy(Duration.ofMinutes(5));
        assertThat(outcomes.getReceivedOnNext()).hasSize(90).hasOnlyElementsOfType(Confirmed.class);
    }

    @Test
    void connectors_that_were_accepted_together_are_not_read_together() {
        run(confirming, Flux.fromIterable(connectors("contoso.com", 40)));
        time.advanceTimeBy(Duration.ofMillis(1_500));

        List<Duration> looks = directory.reads.stream().skip(40).map(Read::at).toList();
        assertThat(looks).hasSizeGreaterThanOrEqualTo(40);
        assertThat(looks.stream().distinct()).hasSizeGreaterThan(3);
    }

    @Test
    void readings_keep_within_the_limit_to_all_requests_and_leave_the_writes_theirs() {
        directory.limit(1_000).syncDelay(Duration.ofMinutes(2));
        graph.quota(100, Duration.ofSeconds(20));

        TestSubscriber<SyncOutcome> outcomes = run(
                bulk.confirm(directory, Duration.ofMinutes(4)), Flux.fromIterable(connectors("contoso.com", 1_000)));
        time.advanceTimeBy(Duration.ofMinutes(15));

        assertThat(outcomes.getReceivedOnNext()).hasSize(1_000).hasOnlyElementsOfType(Confirmed.class);
        assertThat(directory.refusals).isLessThanOrEqualTo(directory.reads.size() / 100);
        assertThat(lastAccepted(graph, "contoso.com")).isLessThan(Duration.ofSeconds(9 * 20 * 120 / 100));
    }

    @Test
    void nothing_is_read_or_written_until_the_time_that_graph_named_to_a_reading_has_passed() {
        directory.answers(ONE, new Throttled("429", Duration.ofSeconds(37)));

        TestSubscriber<SyncOutcome> outcomes = run(
                confirming, Flux.fromIterable(connectors("contoso.com", 200)).startWith(ONE));
        time.advanceTimeBy(Duration.ofMinutes(5));

        Duration read = Duration.ofMillis(200);
        Duration open = Duration.ofMillis(37_050);
        assertThat(graph.calls)
                .noneMatch(call -> call.at().compareTo(read) > 0 && call.at().compareTo(open) < 0);
        assertThat(directory.reads)
                .noneMatch(look -> look.at().compareTo(read) > 0 && look.at().compareTo(open) < 0);
        assertThat(outcomes.getReceivedOnNext()).hasSize(201).hasOnlyElementsOfType(Confirmed.class);
    }

    @Test
    void a_last_look_that_graph_asks_to_wait_for_is_waited_for() {
        directory.syncDelay(Duration.ofSeconds(59));
        TestSubscriber<SyncOutcome> outcomes = run(confirming, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(58));
        directory.answers(ONE, new Throttled("429", Duration.ofSeconds(10)));

        time.advanceTimeBy(Duration.ofSeconds(20));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Confirmed.class);
    }

    @Test
    @SuppressWarnings("NullAway") // on purpose
    void a_directory_that_tells_of_a_null_harms_no_other_run() {
        ConnectorDirectory careless = new ConnectorDirectory() {
            @Override
            public Flux<ConnectorDetails> list(String tenant) {
                return Flux.empty();
            }

            @Override
            public Mono<ConnectorDetails> get(Connector connector) {
                return Mono.fromCallable(() -> new ConnectorDetails(
                        connector, null, Status.CONNECTED, ExchangeConnectorType.HOSTED, "", "", "", "", "", ""));
            }
        };
        TestSubscriber<SyncOutcome> other = run(bulk, Flux.fromIterable(connectors("other.example", 50)));

        TestSubscriber<SyncOutcome> outcomes = run(bulk.confirm(careless, Duration.ofSeconds(60)), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(5));

        assertThat(unconfirmed(outcomes).why()).endsWith("NullPointerException: lastSyncDateTime");
        assertThat(other.getReceivedOnNext()).hasSize(50);
        assertThat(other.isTerminatedComplete()).isTrue();
    }

    @Test
    void a_connector_is_watched_no_longer_than_it_is_to_be_also_where_graph_cannot_be_reached_any_more() {
        TestSubscriber<SyncOutcome> outcomes = run(confirming, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMillis(200));
        directory.always(NOT_SENT);

        time.advanceTimeBy(Duration.ofMinutes(2));

        assertThat(unconfirmed(outcomes).why()).isEqualTo("connection refused");
    }

    @Test
    void a_run_that_is_stopped_tells_what_was_accepted_and_what_was_not_sent() {
        Sinks.Empty<Void> stop = Sinks.empty();
        graph.quota(100, Duration.ofSeconds(20));
        TestSubscriber<SyncOutcome> outcomes = TestSubscriber.create();
        confirming
                .quota(Quota.atMost(10, Duration.ofHours(1)))
                .stopWhen(stop.asMono())
                .sync(Flux.fromIterable(connectors("contoso.com", 30)), SyncType.DELTA)
                .subscribe(outcomes);
        time.advanceTimeBy(Duration.ofSeconds(1));

        stop.tryEmitEmpty();
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(outcomes.isTerminatedComplete()).isTrue();
        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(Unsent.class::isInstance)
                .hasSize(20);
        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(Unconfirmed.class::isInstance)
                .hasSize(10)
                .allSatisfy(outcome ->
                        assertThat(((Unconfirmed) outcome).lastSyncDateTime()).isEqualTo(Optional.empty()));
    }
}
