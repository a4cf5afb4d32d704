package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.Journal.Entry;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Failed;
import io.fansync.bulk.SyncOutcome.Skipped;
import io.fansync.bulk.SyncOutcome.Unknown;
import io.fansync.bulk.SyncOutcome.Unsent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.subscriber.TestSubscriber;

/** What a run asks of its journal, and what it makes of an earlier run's traces. */
class JournalTest extends VirtualRun {

    private final SlowJournal slow = new SlowJournal();
    private final Journal memory = Journal.memory();

    private List<SyncOutcome> toTheEnd(BulkSync bulk, Connector... connectors) {
        TestSubscriber<SyncOutcome> outcomes = run(bulk, Flux.just(connectors));
        time.advanceTimeBy(Duration.ofHours(1));
        assertThat(outcomes.isTerminatedComplete()).isTrue();
        return outcomes.getReceivedOnNext();
    }

    @Test
    void a_request_is_sent_once_the_journal_has_it() {
        run(bulk.journal(slow), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(graph.calls).isEmpty();

        slow.acknowledge();
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(slow.entries).first().isEqualTo(new Entry.Sent(ONE));
        assertThat(graph.calls).hasSize(1);
    }

    @Test
    void an_outcome_is_emitted_and_its_slot_freed_once_the_journal_has_it() {
        TestSubscriber<SyncOutcome> outcomes =
                run(bulk.journal(slow).concurrency(1), Flux.fromIterable(connectors("contoso.com", 2)));
        slow.acknowledge();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(graph.calls).hasSize(1);
        assertThat(outcomes.getReceivedOnNext()).isEmpty();

        slow.acknowledge();
        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);

        slow.acknowledge();
        time.advanceTimeBy(Duration.ofSeconds(1));
        slow.acknowledge();
        assertThat(graph.calls).hasSize(2);
        assertThat(outcomes.isTerminatedComplete()).isTrue();
        assertThat(slow.closed).isTrue();
    }

    @Test
    void nothing_is_written_to_a_tenant_that_asked_to_wait_while_it_was_recorded() {
        Connector throttled = new Connector("contoso.com", "throttled");
        graph.answers(throttled, new Throttled("429", Duration.ofSeconds(60)));
        Sinks.Many<Connector> source = Sinks.many().unicast().onBackpressureBuffer();
        run(bulk.journal(slow), source.asFlux());
        source.tryEmitNext(throttled);
        slow.acknowledge();
        time.advanceTimeBy(Duration.ofMillis(50));
        source.tryEmitNext(ONE);
        time.advanceTimeBy(Duration.ofMillis(50));

        slow.acknowledge();
        time.advanceTimeBy(Duration.ofSeconds(59));

        assertThat(slow.entries).contains(new Entry.Sent(ONE)).endsWith(new Entry.Refused(ONE));
        assertThat(graph.calls).hasSize(1);
        slow.acknowledge();
        time.advanceTimeBy(Duration.ofSeconds(2));
        slow.acknowledge();
        time.advanceTimeBy(Duration.ofSeconds(1));
        assertThat(graph.calls).hasSize(2);
    }

    @Test
    void nothing_is_written_to_a_tenant_that_asked_a_reading_to_wait_while_it_was_recorded() {
        Connector throttled = new Connector("contoso.com", "throttled");
        FakeDirectory directory = new FakeDirectory(graph, time);
        directory.answers(throttled, new Throttled("429", Duration.ofSeconds(60)));
        Sinks.Many<Connector> source = Sinks.many().unicast().onBackpressureBuffer();
        run(bulk.journal(slow).verifyAmbiguous(directory), source.asFlux());
        source.tryEmitNext(ONE);
        time.advanceTimeBy(Duration.ofMillis(50));
        source.tryEmitNext(throttled);
        time.advanceTimeBy(Duration.ofMillis(50));

        slow.acknowledge();
        time.advanceTimeBy(Duration.ofSeconds(59));

        assertThat(slow.entries).containsExactly(new Entry.Sent(ONE), new Entry.Refused(ONE));
        assertThat(graph.calls).isEmpty();
    }

    @Test
    void another_run_takes_the_place_of_what_was_held_back_and_is_not_sent_after_all() {
        Sinks.Empty<Void> stop = Sinks.empty();
        BulkSync oneAtATime = bulk.quota(Quota.atMost(1, Duration.ofSeconds(20)));
        run(oneAtATime.journal(slow).stopWhen(stop.asMono()), Flux.just(ONE));
        TestSubscriber<SyncOutcome> other = run(oneAtATime, Flux.just(new Connector("contoso.com", "two")));

        stop.tryEmitEmpty();
        slow.acknowledge();
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(other.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);
    }

    @Test
    void what_was_held_back_when_the_run_is_stopped_is_not_sent() {
        Sinks.Empty<Void> stop = Sinks.empty();
        TestSubscriber<SyncOutcome> outcomes = run(bulk.journal(slow).stopWhen(stop.asMono()), Flux.just(ONE));
        stop.tryEmitEmpty();

        slow.acknowledge();
        slow.acknowledge();

        assertThat(graph.calls).isEmpty();
        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Unsent.class);
        assertThat(outcomes.isTerminatedComplete()).isTrue();
    }

    @Test
    void a_journal_that_fails_stops_the_run_after_what_is_in_flight_has_settled() {
        JournalException full = new JournalException("No space left on device");
        TestSubscriber<SyncOutcome> outcomes =
                run(bulk.journal(slow).concurrency(1), Flux.fromIterable(connectors("contoso.com", 5)));
        slow.acknowledge();
        time.advanceTimeBy(Duration.ofSeconds(1));

        slow.fail(full);

        assertThat(graph.calls).hasSize(1);
        assertThat(outcomes.getReceivedOnNext()).hasSize(5);
        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(Accepted.class::isInstance)
                .hasSize(1);
        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(Unsent.class::isInstance)
                .hasSize(4);
        assertThat(outcomes.expectTerminalError()).isSameAs(full);
    }

    @Test
    void a_journal_that_fails_at_once_sends_nothing() {
        JournalException full = new JournalException("No space left on device");
        TestSubscriber<SyncOutcome> outcomes = run(bulk.journal(slow), Flux.just(ONE));

        slow.fail(full);
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(graph.calls).isEmpty();
        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Unsent.class);
        assertThat(outcomes.expectTerminalError()).isSameAs(full);
    }

    @Test
    void a_second_run_with_the_same_journal_errors_and_sends_nothing() {
        run(bulk.journal(memory), Flux.never());

        TestSubscriber<SyncOutcome> second = run(bulk.journal(memory), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(second.expectTerminalError()).isInstanceOf(JournalException.class);
        assertThat(graph.calls).isEmpty();
    }

    @Test
    void another_sync_type_is_refused() {
        toTheEnd(bulk.journal(memory), ONE);

        TestSubscriber<SyncOutcome> full = TestSubscriber.create();
        bulk.journal(memory).sync(Flux.just(ONE), SyncType.FULL).subscribe(full);

        assertThat(full.expectTerminalError())
                .hasMessage("The journal is about a deltaSync, not a fullSync; use another journal");
        assertThat(toTheEnd(bulk.journal(memory), ONE)).hasSize(1);
    }

    @Test
    void what_was_settled_for_good_is_skipped_by_the_next_run() {
        Connector gone = new Connector("contoso.com", "gone");
        Connector denied = new Connector("contoso.com", "denied");
        graph.answers(gone, new Rejected("400")).answers(denied, new Denied("403", ""));
        assertThat(toTheEnd(bulk.journal(memory), ONE, gone, denied))
                .hasAtLeastOneElementOfType(Accepted.class)
                .hasAtLeastOneElementOfType(Failed.class);

        List<SyncOutcome> again = toTheEnd(bulk.journal(memory), ONE, gone, denied);

        assertThat(again.subList(0, 2))
                .allSatisfy(outcome -> assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Skipped.class,
                                skipped -> assertThat(skipped.reason()).isEqualTo(Skipped.Reason.SETTLED_EARLIER)));
        assertThat(again.get(2).connector()).isEqualTo(denied);
        assertThat(again.get(2)).isInstanceOf(Accepted.class);
        assertThat(graph.calls).hasSize(4);
    }

    @Test
    void what_was_sent_without_an_answer_is_sent_again() {
        leaveInFlight();

        assertThat(toTheEnd(bulk.journal(memory), ONE)).singleElement().isInstanceOf(Accepted.class);
    }

    @Test
    void what_was_sent_without_an_answer_is_left_alone_where_it_may_be_sent_once_only() {
        leaveInFlight();
        int calls = graph.calls.size();

        assertThat(toTheEnd(bulk.journal(memory).atMostOnce(), ONE))
                .singleElement()
                .isInstanceOf(Unknown.class);

        assertThat(graph.calls).hasSize(calls);
    }

    @Test
    void what_may_have_been_sent_earlier_is_never_called_unsent_nor_failed() {
        leaveInFlight();
        graph.answers(ONE, new Rejected("400"));
        assertThat(toTheEnd(bulk.journal(memory), ONE)).singleElement().isInstanceOf(Unknown.class);

        graph.closed("contoso.com", Duration.ofDays(1));
        assertThat(toTheEnd(bulk.journal(memory).deadline(Duration.ofSeconds(10)), ONE))
                .singleElement()
                .isInstanceOf(Unknown.class);
    }

    @Test
    void what_graph_refused_waits_as_before() {
        graph.answers(ONE, new Throttled("429", Duration.ofDays(1)));
        TestSubscriber<SyncOutcome> outcomes = run(bulk.journal(memory), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofSeconds(1));
        outcomes.cancel();
        time.advanceTimeBy(Duration.ofDays(1));

        assertThat(toTheEnd(bulk.journal(memory).atMostOnce(), ONE))
                .singleElement()
                .isInstanceOf(Accepted.class);
    }

    @Test
    void what_may_have_been_done_stays_in_doubt_when_graph_refuses_the_next_attempt() {
        graph.answers(ONE, AMBIGUOUS, new Throttled("429", Duration.ofDays(1)));
        run(bulk.journal(slow), Flux.just(ONE));
        for (int i = 0; i < 6; i++) {
            slow.acknowledge();
            time.advanceTimeBy(Duration.ofSeconds(10));
        }

        assertThat(graph.calls).hasSize(2);
        assertThat(slow.entries).containsExactly(new Entry.Sent(ONE), new Entry.Sent(ONE));
    }

    @Test
    void a_gate_starts_from_what_another_has_learnt() {
        assertLessIsRefusedThanWithout(BulkSync.over(graph, time).journal(memory));

        assertThat(graph.calls.stream().filter(call -> call.answer() instanceof SyncReceipt))
                .hasSize(210);
    }

    @Test
    void what_was_learnt_counts_also_where_connectors_are_read_before_they_are_sent() {
        assertLessIsRefusedThanWithout(
                BulkSync.over(graph, time).journal(memory).verifyAmbiguous(new FakeDirectory(graph, time)));
    }

    /** An earlier run has recorded what there is to learn. */
    private void assertLessIsRefusedThanWithout(BulkSync fresh) {
        graph.quota(7, Duration.ofSeconds(20));
        run(bulk.journal(memory), Flux.fromIterable(connectors("contoso.com", 140)));
        time.advanceTimeBy(Duration.ofHours(1));
        long refusals = graph.refusals();

        run(fresh, Flux.range(0, 70).map(i -> new Connector("contoso.com", "next-" + i)));
        time.advanceTimeBy(Duration.ofHours(1));

        assertThat(refusals).isPositive();
        assertThat(graph.refusals() - refusals).isLessThan(refusals).isLessThanOrEqualTo(2);
    }

    /** A run that ended before the answer came. */
    private void leaveInFlight() {
        graph.latency(Duration.ofHours(1));
        TestSubscriber<SyncOutcome> outcomes = run(bulk.journal(memory).grace(Duration.ofSeconds(1)), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(40));
        outcomes.cancel();
        time.advanceTimeBy(Duration.ofMinutes(1));
        graph.latency(Duration.ofMillis(100));
    }
}
