package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncException.Denied;
import io.fansync.SyncException.UnknownConnector;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Unknown;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.subscriber.TestSubscriber;

class AmbiguityTest extends VirtualRun {

    @Test
    void what_may_have_run_is_sent_again_at_most_so_often_and_then_unknown() {
        graph.answers(ONE, AMBIGUOUS, AMBIGUOUS, AMBIGUOUS, AMBIGUOUS);

        TestSubscriber<SyncOutcome> outcomes = run(bulk.maxRetries(3), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(5));

        assertThat(outcomes.getReceivedOnNext()).singleElement().satisfies(outcome -> {
            assertThat(outcome).isInstanceOf(Unknown.class);
            assertThat(outcome.attempts()).isEqualTo(4);
        });
    }

    @Test
    void a_resend_that_is_accepted_settles_it() {
        graph.answers(ONE, AMBIGUOUS);

        TestSubscriber<SyncOutcome> outcomes = run(ONE);
        time.advanceTimeBy(Duration.ofMinutes(5));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);
    }

    @Test
    void a_refusal_after_it_leaves_open_whether_graph_acted() {
        graph.answers(ONE, AMBIGUOUS, new UnknownConnector("404"));

        TestSubscriber<SyncOutcome> outcomes = run(ONE);
        time.advanceTimeBy(Duration.ofMinutes(5));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Unknown.class);
    }

    @Test
    void a_sign_in_that_is_refused_before_the_resend_leaves_it_open_too() {
        graph.answers(ONE, AMBIGUOUS, new Denied("no token", ""));

        TestSubscriber<SyncOutcome> outcomes = run(ONE);
        time.advanceTimeBy(Duration.ofMinutes(5));

        assertThat(outcomes.getReceivedOnNext()).singleElement().satisfies(outcome -> {
            assertThat(outcome).isInstanceOf(Unknown.class);
            assertThat(outcome.attempts()).isEqualTo(1);
        });
    }

    @Test
    void at_most_once_never_sends_again_what_may_have_run() {
        graph.answers(ONE, AMBIGUOUS);

        TestSubscriber<SyncOutcome> outcomes = run(bulk.atMostOnce(), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(5));

        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Unknown.class);
        assertThat(graph.calls).hasSize(1);
    }

    @Test
    void an_outage_of_half_a_minute_in_the_midst_is_met_with_patience_and_everyone_is_accepted() {
        TestSubscriber<SyncOutcome> outcomes = outageOf(Duration.ofSeconds(30));

        assertThat(graph.calls).hasSizeLessThan(1_500);
        time.advanceTimeBy(Duration.ofMinutes(10));
        assertThat(outcomes.getReceivedOnNext()).hasSize(1_000).hasOnlyElementsOfType(Accepted.class);
    }

    @Test
    void an_outage_of_minutes_leaves_some_unknown_that_were_sent_in_vain_and_nobody_failed() {
        TestSubscriber<SyncOutcome> outcomes = outageOf(Duration.ofMinutes(5));

        assertThat(graph.calls).hasSizeLessThan(1_500);
        time.advanceTimeBy(Duration.ofMinutes(10));
        assertThat(outcomes.getReceivedOnNext()).hasSize(1_000).hasOnlyElementsOfTypes(Accepted.class, Unknown.class);
        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(Unknown.class::isInstance)
                .extracting(SyncOutcome::attempts)
                .containsOnly(6);
    }

    private TestSubscriber<SyncOutcome> outageOf(Duration outage) {
        TestSubscriber<SyncOutcome> outcomes = run(bulk, Flux.fromIterable(tenants(20, 50)));
        time.advanceTimeBy(Duration.ofMillis(150));
        assertThat(outcomes.getReceivedOnNext()).hasSizeBetween(1, 500);
        graph.outage(graph.now().plus(outage));
        time.advanceTimeBy(outage);
        return outcomes;
    }

    @Test
    void what_never_left_is_sent_again_until_it_does_and_costs_neither_attempt_nor_retry() {
        graph.answers(ONE, NOT_SENT, NOT_SENT, NOT_SENT, NOT_SENT, NOT_SENT, NOT_SENT, NOT_SENT);

        TestSubscriber<SyncOutcome> outcomes = run(bulk.maxRetries(0).atMostOnce(), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(5));

        assertThat(outcomes.getReceivedOnNext()).singleElement().satisfies(outcome -> {
            assertThat(outcome).isInstanceOf(Accepted.class);
            assertThat(outcome.attempts()).isEqualTo(1);
        });
    }
}
