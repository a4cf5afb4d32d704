package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Unknown;
import io.fansync.bulk.SyncOutcome.Unsent;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

/** The scheduler takes no timer any more: whoever needs one hears of it, and nobody waits for what never comes. */
class DisposedTimerTest extends VirtualRun {

    private static final Throttled LATER = new Throttled("429", Duration.ofMinutes(1));

    @BeforeEach
    void dispose() {
        time.dispose();
    }

    @Test
    void a_run_that_would_have_to_wait_ends_with_the_reason() {
        TestSubscriber<SyncOutcome> outcomes = run(throttling("contoso.com"), Flux.just(ONE));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Unsent.class);
        assertThat(outcomes.expectTerminalError())
                .hasMessageContaining("fansync cannot go on")
                .hasRootCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void what_is_in_flight_then_is_unknown_and_not_waited_for() {
        ConnectorClient silentToOthers = (connector, type) -> connector.equals(ONE) ? Mono.error(LATER) : Mono.never();

        TestSubscriber<SyncOutcome> outcomes = run(
                BulkSync.over(silentToOthers, time),
                Flux.fromIterable(connectors("other.example", 2)).concatWithValues(ONE));

        assertThat(outcomes.getReceivedOnNext())
                .hasSize(3)
                .filteredOn(Unknown.class::isInstance)
                .hasSize(2);
        assertThat(outcomes.isTerminatedError()).isTrue();
    }

    @Test
    void a_single_call_that_would_have_to_wait_was_not_sent() {
        BulkSync bulk = throttling("contoso.com");
        StepVerifier.create(bulk.client().sync(ONE, SyncType.DELTA)).verifyError(Throttled.class);

        StepVerifier.create(bulk.client().sync(ONE, SyncType.DELTA))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                Unavailable.class,
                                lost -> assertThat(lost.sent()).isFalse())
                        .hasMessageContaining("fansync cannot go on"));
    }

    @Test
    void a_run_that_need_not_wait_is_none_the_worse_after_one_that_had_to() {
        BulkSync bulk = throttling("contoso.com");
        run(bulk, Flux.just(ONE));

        TestSubscriber<SyncOutcome> outcomes = run(bulk, Flux.fromIterable(connectors("other.example", 1)));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);
        assertThat(outcomes.isTerminatedComplete()).isTrue();
    }

    @Test
    void each_run_that_has_to_wait_hears_of_it() {
        BulkSync bulk = throttling("contoso.com");
        run(bulk, Flux.just(ONE));

        assertThat(run(bulk, Flux.just(ONE)).isTerminatedError()).isTrue();
    }

    @Test
    void a_run_whose_timer_was_set_hears_of_it_with_the_next_answer() {
        VirtualTimeScheduler alive = VirtualTimeScheduler.create();
        Sinks.One<SyncReceipt> answer = Sinks.one();
        Connector inFlight = new Connector("other.example", "one");
        ConnectorClient client = (connector, type) -> connector.equals(ONE) ? Mono.error(LATER) : answer.asMono();
        TestSubscriber<SyncOutcome> outcomes = run(BulkSync.over(client, alive), Flux.just(ONE, inFlight));
        assertThat(outcomes.isTerminated()).isFalse();

        alive.dispose();
        answer.tryEmitValue(new SyncReceipt(inFlight, SyncType.DELTA));

        assertThat(outcomes.getReceivedOnNext()).hasExactlyElementsOfTypes(Accepted.class, Unsent.class);
        assertThat(outcomes.expectTerminalError())
                .hasMessageContaining("fansync cannot go on")
                .hasRootCauseInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void a_run_that_waits_for_nothing_else_hears_of_it_with_whatever_happens_next() {
        VirtualTimeScheduler alive = VirtualTimeScheduler.create();
        BulkSync bulk = BulkSync.over((connector, type) -> Mono.error(LATER), alive);
        TestSubscriber<SyncOutcome> outcomes = run(bulk, Flux.just(ONE));

        alive.dispose();
        assertThat(outcomes.isTerminated()).isFalse();
        bulk.load();

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Unsent.class);
        assertThat(outcomes.isTerminatedError()).isTrue();
    }

    @Test
    void what_is_in_flight_then_is_recorded_before_it_is_told() {
        VirtualTimeScheduler alive = VirtualTimeScheduler.create();
        BulkSync bulk = BulkSync.over((connector, type) -> Mono.never(), alive);
        TestSubscriber<SyncOutcome> outcomes =
                run(bulk.journal(Journal.memory()).deadline(Duration.ofHours(1)), Flux.just(ONE));

        alive.dispose();
        bulk.load();

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Unknown.class);
        assertThat(outcomes.isTerminatedError()).isTrue();
    }

    private BulkSync throttling(String tenant) {
        return BulkSync.over(
                (connector, type) -> connector.tenant().equals(tenant)
                        ? Mono.error(LATER)
                        : Mono.just(new SyncReceipt(connector, type)),
                time);
    }
}
