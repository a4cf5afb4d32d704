package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncException.Throttled;
import io.fansync.bulk.SyncOutcome.Accepted;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.subscriber.TestSubscriber;

class ThrottlingTest extends VirtualRun {

    @Test
    void nothing_is_sent_to_the_tenant_until_the_time_that_graph_named_has_passed() {
        graph.answers(ONE, new Throttled("429", Duration.ofSeconds(37)));

        TestSubscriber<SyncOutcome> outcomes =
                run(bulk, Flux.fromIterable(connectors("contoso.com", 30)).startWith(ONE));
        time.advanceTimeBy(Duration.ofMinutes(2));

        Duration read = Duration.ofMillis(100);
        assertThat(graph.calls)
                .noneMatch(call -> call.at().compareTo(read) > 0 && call.at().compareTo(read.plusSeconds(37)) < 0);
        assertThat(outcomes.getReceivedOnNext()).hasSize(31).hasOnlyElementsOfType(Accepted.class);
        assertThat(outcomes.getReceivedOnNext())
                .filteredOn(outcome -> outcome.connector().equals(ONE))
                .first()
                .satisfies(outcome -> {
                    assertThat(outcome.attempts()).isEqualTo(2);
                    assertThat(outcome.throttled()).isEqualTo(Duration.ofSeconds(37));
                });
    }

    @Test
    void the_first_request_after_a_pause_goes_alone() {
        graph.closed("contoso.com", Duration.ofSeconds(30));

        run(bulk, Flux.fromIterable(connectors("contoso.com", 200)));
        time.advanceTimeBy(Duration.ofSeconds(60));

        List<Duration> afterThePause = graph.calls.stream()
                .map(FakeGraph.Call::at)
                .filter(at -> at.compareTo(Duration.ofSeconds(30)) >= 0)
                .sorted()
                .toList();
        assertThat(afterThePause.get(1).minus(afterThePause.get(0))).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void it_never_loses_a_connector_and_never_costs_a_retry() {
        Throttled[] often = Stream.generate(() -> new Throttled("429", Duration.ZERO))
                .limit(20)
                .toArray(Throttled[]::new);
        graph.answers(ONE, often);

        TestSubscriber<SyncOutcome> outcomes = run(bulk.maxRetries(0), Flux.just(ONE));
        time.advanceTimeBy(Duration.ofHours(1));

        assertThat(outcomes.getReceivedOnNext()).singleElement().satisfies(outcome -> {
            assertThat(outcome).isInstanceOf(Accepted.class);
            assertThat(outcome.attempts()).isEqualTo(21);
        });
    }

    @Test
    void a_quota_that_is_believed_rightly_is_used_fully_and_hardly_ever_crossed() {
        graph.quota(100, Duration.ofSeconds(20));

        TestSubscriber<SyncOutcome> outcomes = run(bulk, Flux.fromIterable(connectors("contoso.com", 2_000)));
        time.advanceTimeBy(Duration.ofMinutes(20));

        assertThat(outcomes.getReceivedOnNext()).hasSize(2_000).hasOnlyElementsOfType(Accepted.class);
        assertThat(graph.refusals()).isLessThanOrEqualTo(20);
        Duration ideal = Duration.ofSeconds(19 * 20);
        assertThat(lastAccepted(graph, "contoso.com"))
                .isLessThan(ideal.multipliedBy(110).dividedBy(100));
    }

    @Test
    void a_promised_ceiling_is_never_exceeded() {
        TestSubscriber<SyncOutcome> outcomes = run(
                bulk.quota(Quota.atMost(10, Duration.ofSeconds(1))), Flux.fromIterable(connectors("contoso.com", 200)));
        time.advanceTimeBy(Duration.ofMinutes(2));

        assertThat(outcomes.getReceivedOnNext()).hasSize(200);
        List<Duration> at =
                graph.calls.stream().map(FakeGraph.Call::at).sorted().toList();
        for (int i = 10; i < at.size(); i++) {
            assertThat(at.get(i).minus(at.get(i - 10))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void without_a_belief_everything_still_arrives() {
        graph.quota(50, Duration.ofSeconds(5)).withoutRetryAfter();

        TestSubscriber<SyncOutcome> outcomes =
                run(bulk.quota(Quota.none()), Flux.fromIterable(connectors("contoso.com", 500)));
        time.advanceTimeBy(Duration.ofMinutes(10));

        assertThat(outcomes.getReceivedOnNext()).hasSize(500).hasOnlyElementsOfType(Accepted.class);
    }
}
