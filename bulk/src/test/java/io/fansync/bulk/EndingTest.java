package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Unknown;
import io.fansync.bulk.SyncOutcome.Unsent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

class EndingTest extends VirtualRun {

    static final List<Duration> FOREVER = List.of(Duration.ofNanos(Long.MAX_VALUE), Duration.ofSeconds(Long.MAX_VALUE));

    @Test
    void the_deadline_leaves_unsent_what_was_not_sent() {
        graph.closed("contoso.com", Duration.ofHours(1));

        TestSubscriber<SyncOutcome> outcomes =
                run(bulk.deadline(Duration.ofSeconds(30)), Flux.fromIterable(connectors("contoso.com", 500)));
        time.advanceTimeBy(Duration.ofSeconds(31));

        assertThat(outcomes.isTerminatedComplete()).isTrue();
        assertThat(outcomes.getReceivedOnNext()).hasSize(500).hasOnlyElementsOfType(Unsent.class);
    }

    @ParameterizedTest
    @FieldSource("FOREVER")
    void a_deadline_after_the_end_of_time_stops_nobody(Duration forever) {
        TestSubscriber<SyncOutcome> other = run(bulk, Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMillis(10));
        TestSubscriber<SyncOutcome> outcomes = run(bulk.deadline(forever), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofHours(1));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);
        assertThat(other.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);
    }

    @Test
    void a_run_that_is_over_waits_for_no_signal_to_stop() {
        Sinks.Empty<Void> stop = Sinks.empty();

        run(bulk.stopWhen(stop.asMono()), Flux.just(ONE));
        run(bulk.stopWhen(stop.asMono()), Flux.error(new IllegalStateException("source")));
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(stop.currentSubscriberCount()).isZero();
    }

    @Test
    void a_stop_lets_what_is_in_flight_settle_and_takes_nothing_more() {
        Sinks.Empty<Void> stop = Sinks.empty();
        graph.latency(Duration.ofSeconds(4));
        TestPublisher<Connector> source = TestPublisher.create();
        TestSubscriber<SyncOutcome> outcomes = run(bulk.concurrency(2).stopWhen(stop.asMono()), source);
        connectors("contoso.com", 10).forEach(source::next);
        time.advanceTimeBy(Duration.ofSeconds(1));

        stop.tryEmitEmpty();
        time.advanceTimeBy(Duration.ofSeconds(4));

        source.assertCancelled();
        assertThat(outcomes.isTerminatedComplete()).isTrue();
        assertThat(outcomes.getReceivedOnNext()).hasSize(10);
        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(Accepted.class::isInstance)
                .hasSize(2);
        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(Unsent.class::isInstance)
                .hasSize(8);
        assertThat(graph.calls).hasSize(2);
    }

    @Test
    void a_run_that_is_stopped_before_it_begins_sends_nothing_and_ends() {
        TestSubscriber<SyncOutcome> outcomes = run(bulk.stopWhen(Mono.empty()), Flux.just(ONE));

        assertThat(outcomes.isTerminatedComplete()).isTrue();
        assertThat(graph.calls).isEmpty();
    }

    @Test
    void an_application_s_own_stop_and_that_of_the_run_both_stop_it() {
        TestSubscriber<SyncOutcome> outcomes = run(bulk.stopWhen(Mono.empty()).stopWhen(Mono.never()), Flux.just(ONE));

        assertThat(outcomes.isTerminatedComplete()).isTrue();
        assertThat(graph.calls).isEmpty();
    }

    @Test
    void a_run_that_is_stopped_while_its_journal_opens_ends_when_it_is_open_and_lets_go_of_it() {
        Journal journal = Journal.memory();
        Sinks.Empty<Void> open = Sinks.empty();
        Journal slow = job -> open.asMono().then(Mono.defer(() -> journal.open(job)));
        TestSubscriber<SyncOutcome> stopped = run(bulk.journal(slow).stopWhen(Mono.empty()), Flux.just(ONE));
        assertThat(stopped.isTerminated()).isFalse();

        open.tryEmitEmpty();

        assertThat(stopped.isTerminatedComplete()).isTrue();
        TestSubscriber<SyncOutcome> next = run(bulk.journal(journal), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(next.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);
    }

    @Test
    void a_run_that_is_cancelled_while_its_journal_opens_lets_go_of_it_and_leaves_its_source_alone() {
        Journal journal = Journal.memory();
        Sinks.Empty<Void> open = Sinks.empty();
        Journal slow = job -> open.asMono().then(Mono.defer(() -> journal.open(job)));
        AtomicBoolean subscribed = new AtomicBoolean();
        run(bulk.journal(slow), Flux.just(ONE).doFirst(() -> subscribed.set(true)))
                .cancel();

        open.tryEmitEmpty();

        assertThat(subscribed).isFalse();
        TestSubscriber<SyncOutcome> next = run(bulk.journal(journal), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(next.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);
    }

    @Test
    void a_run_that_is_stopped_while_its_journal_opens_ends_though_it_does_not_open() {
        Sinks.Empty<Journal.Session> open = Sinks.empty();
        TestSubscriber<SyncOutcome> stopped =
                run(bulk.journal(job -> open.asMono()).stopWhen(Mono.empty()), Flux.just(ONE));

        open.tryEmitError(new JournalException("damaged"));

        assertThat(stopped.isTerminatedError()).isTrue();
    }

    @Test
    void what_does_not_settle_within_the_grace_period_is_unknown() {
        graph.latency(Duration.ofHours(1));

        TestSubscriber<SyncOutcome> outcomes =
                run(bulk.deadline(Duration.ofSeconds(5)).grace(Duration.ofSeconds(3)), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(7));
        assertThat(outcomes.getReceivedOnNext()).isEmpty();

        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(outcomes.isTerminatedComplete()).isTrue();
        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Unknown.class);
        assertThat(graph.inFlight).isZero();
    }

    @Test
    void a_request_that_could_only_begin_after_it_was_given_up_is_not_made() {
        AtomicReference<@Nullable CoreSubscriber<? super SyncReceipt>> waiting = new AtomicReference<>();
        TestPublisher<SyncReceipt> request = TestPublisher.create();
        ConnectorClient late = (connector, type) -> new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super SyncReceipt> subscriber) {
                waiting.set(subscriber);
            }
        };
        TestSubscriber<SyncOutcome> outcomes =
                run(BulkSync.over(late, time).deadline(Duration.ofSeconds(1)), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(outcomes.isTerminatedComplete()).isTrue();

        request.subscribe(requireNonNull(waiting.get()));

        request.assertCancelled();
        request.assertWasNotRequested();
    }

    @Test
    void cancelling_sends_nothing_more_and_leaves_what_is_in_flight_alone() {
        TestPublisher<Connector> source = TestPublisher.create();
        TestSubscriber<SyncOutcome> outcomes = run(bulk.concurrency(3), source);
        connectors("contoso.com", 10).forEach(source::next);
        time.advanceTimeBy(Duration.ofMillis(10));

        outcomes.cancel();
        time.advanceTimeBy(Duration.ofMinutes(1));

        source.assertCancelled();
        assertThat(graph.calls).hasSize(3).allMatch(call -> call.answer() instanceof SyncReceipt);
        assertThat(outcomes.getReceivedOnNext()).isEmpty();
    }

    @Test
    void an_error_of_the_source_is_passed_on_after_what_was_taken_has_settled() {
        IllegalStateException broken = new IllegalStateException("the database went away");
        TestSubscriber<SyncOutcome> outcomes =
                run(bulk, Flux.fromIterable(connectors("contoso.com", 10)).concatWith(Mono.error(broken)));
        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(outcomes.getReceivedOnNext()).hasSize(10).hasOnlyElementsOfType(Accepted.class);
        assertThat(outcomes.expectTerminalError()).isSameAs(broken);
    }

    @Test
    void an_id_that_no_connector_can_have_is_an_error_of_the_source() {
        TestSubscriber<SyncOutcome> outcomes = TestSubscriber.create();
        bulk.syncTenants(Flux.just(new TenantConnectors("contoso.com", Flux.just("good", ".."))), SyncType.DELTA)
                .subscribe(outcomes);
        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(outcomes.getReceivedOnNext()).hasSize(1);
        assertThat(outcomes.expectTerminalError()).isInstanceOf(IllegalArgumentException.class);
    }
}
