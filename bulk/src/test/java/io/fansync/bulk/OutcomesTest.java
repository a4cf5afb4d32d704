package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.UnknownConnector;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Failed;
import io.fansync.bulk.SyncOutcome.Skipped;
import io.fansync.bulk.SyncOutcome.Unknown;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

class OutcomesTest extends VirtualRun {

    @Test
    void one_comes_out_for_each_connector() {
        List<Connector> input = tenants(20, 50);

        TestSubscriber<SyncOutcome> outcomes = run(bulk, Flux.fromIterable(input));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.isTerminatedComplete()).isTrue();
        assertThat(outcomes.getReceivedOnNext())
                .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Accepted.class))
                .extracting(SyncOutcome::connector)
                .containsExactlyInAnyOrderElementsOf(input);
    }

    @Test
    void an_accepted_one_tells_when_it_was_sent_and_settled() {
        TestSubscriber<SyncOutcome> outcomes = run(ONE);
        time.advanceTimeBy(Duration.ofSeconds(1));

        SyncOutcome outcome = outcomes.getReceivedOnNext().get(0);
        assertThat(outcome.attempts()).isEqualTo(1);
        assertThat(outcome.throttled()).isZero();
        assertThat(Duration.between(outcome.startedAt(), outcome.finishedAt())).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void what_did_not_leave_at_first_tells_when_it_left() {
        graph.answers(ONE, NOT_SENT);

        TestSubscriber<SyncOutcome> outcomes = run(ONE);
        time.advanceTimeBy(Duration.ofSeconds(10));

        SyncOutcome outcome = outcomes.getReceivedOnNext().get(0);
        assertThat(outcome.attempts()).isEqualTo(1);
        assertThat(Duration.between(outcome.startedAt(), outcome.finishedAt())).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void what_graph_will_never_accept_fails_at_once_with_its_reason() {
        Connector two = new Connector("contoso.com", "two");
        UnknownConnector unknown = new UnknownConnector("404");
        graph.answers(ONE, unknown).answers(two, new Rejected("400"));

        TestSubscriber<SyncOutcome> outcomes = run(ONE, two);
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(outcomes.getReceivedOnNext()).hasSize(2).allSatisfy(outcome -> {
            assertThat(outcome).isInstanceOf(Failed.class);
            assertThat(outcome.attempts()).isEqualTo(1);
        });
        assertThat(((Failed) outcomes.getReceivedOnNext().get(0)).reason()).isSameAs(unknown);
    }

    @Test
    void what_could_not_sign_in_fails_without_an_attempt() {
        graph.answers(ONE, new Denied("wrong secret", ""));

        TestSubscriber<SyncOutcome> outcomes = run(ONE);
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(outcomes.getReceivedOnNext()).singleElement().satisfies(outcome -> {
            assertThat(outcome).isInstanceOf(Failed.class);
            assertThat(outcome.attempts()).isZero();
        });
    }

    @Test
    void a_connector_that_comes_again_while_under_way_is_skipped_and_sent_once() {
        TestSubscriber<SyncOutcome> outcomes = run(ONE, ONE, new Connector("CONTOSO.com", "one"));
        time.advanceTimeBy(Duration.ofSeconds(1));

        assertThat(outcomes.getReceivedOnNext()).hasSize(3);
        assertThat(outcomes.getReceivedOnNext()).hasAtLeastOneElementOfType(Accepted.class);
        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(Skipped.class::isInstance)
                .hasSize(2)
                .allSatisfy(skipped -> assertThat(skipped.attempts()).isZero());
        assertThat(graph.calls).hasSize(1);
    }

    @Test
    void a_client_that_breaks_its_promises_costs_an_unknown_and_not_the_run() {
        ConnectorClient broken = (connector, type) -> switch (connector.id()) {
            case "throws" -> throw new IllegalStateException("bug");
            case "empty" -> Mono.empty();
            default -> Mono.error(new IllegalArgumentException("bug"));
        };

        TestSubscriber<SyncOutcome> outcomes = run(
                BulkSync.over(broken, time).maxRetries(0),
                Flux.just("throws", "empty", "errors").map(id -> new Connector("contoso.com", id)));

        assertThat(outcomes.isTerminatedComplete()).isTrue();
        assertThat(outcomes.getReceivedOnNext()).hasSize(3).hasOnlyElementsOfType(Unknown.class);
    }
}
