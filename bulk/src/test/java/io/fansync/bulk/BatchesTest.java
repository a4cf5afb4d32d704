package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.UnknownConnector;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Failed;
import io.fansync.bulk.SyncOutcome.Unknown;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.subscriber.TestSubscriber;

class BatchesTest extends VirtualRun {

    private final BulkSync batching = BulkSync.over(graph.batchSize(20), time);

    @Test
    void a_tenants_waiting_connectors_share_requests_up_to_what_the_client_takes() {
        TestSubscriber<SyncOutcome> outcomes =
                run(batching.concurrency(1), Flux.fromIterable(connectors("contoso.com", 41)));
        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(outcomes.getReceivedOnNext()).hasSize(41).hasOnlyElementsOfType(Accepted.class);
        assertThat(graph.batches).containsExactly(20, 20);
    }

    @Test
    void none_holds_more_connectors_than_permits_or_than_it_was_told() {
        run(
                batching.batch(7).quota(Quota.atMost(10, Duration.ofSeconds(20))),
                Flux.fromIterable(connectors("contoso.com", 100)));
        time.advanceTimeBy(Duration.ofSeconds(5));

        assertThat(graph.batches).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(7));
        assertThat(graph.calls).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void after_a_refused_batch_each_connector_is_sent_alone_and_the_batch_was_nobodys_attempt() {
        graph.refuseBatches(new Rejected("413"));

        TestSubscriber<SyncOutcome> outcomes = run(batching, Flux.fromIterable(connectors("contoso.com", 40)));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext()).hasSize(40).hasOnlyElementsOfType(Accepted.class);
        assertThat(outcomes.getReceivedOnNext())
                .allSatisfy(outcome -> assertThat(outcome.attempts()).isEqualTo(1));
    }

    @Test
    void what_a_batch_leaves_unanswered_may_have_run() {
        graph.refuseBatches(AMBIGUOUS);

        TestSubscriber<SyncOutcome> outcomes =
                run(batching.maxRetries(0).concurrency(1), Flux.fromIterable(connectors("contoso.com", 20)));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(Unknown.class::isInstance)
                .hasSize(19);
    }

    @Test
    void one_connectors_failure_is_not_the_others() {
        graph.answers(new Connector("contoso.com", "c3"), new UnknownConnector("404"));

        TestSubscriber<SyncOutcome> outcomes = run(batching, Flux.fromIterable(connectors("contoso.com", 20)));
        time.advanceTimeBy(Duration.ofSeconds(10));

        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(Failed.class::isInstance)
                .hasSize(1);
        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(Accepted.class::isInstance)
                .hasSize(19);
    }
}
