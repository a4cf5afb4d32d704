package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

class MannersTest extends VirtualRun {

    @Test
    void nothing_happens_before_the_subscription() {
        bulk.sync(Flux.just(ONE), SyncType.DELTA);
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(graph.calls).isEmpty();
    }

    @Test
    void the_subscribers_context_reaches_the_client_and_the_source() {
        List<String> seen = new ArrayList<>();
        ConnectorClient client = (connector, type) -> Mono.deferContextual(context -> {
            seen.add("client " + context.get("trace"));
            return Mono.just(new SyncReceipt(connector, type));
        });
        Flux<Connector> source = Flux.deferContextual(context -> {
            seen.add("source " + context.get("trace"));
            return Flux.just(ONE);
        });

        StepVerifier.create(BulkSync.over(client).sync(source, SyncType.DELTA).contextWrite(Context.of("trace", "42")))
                .expectNextCount(1)
                .verifyComplete();

        assertThat(seen).containsExactly("source 42", "client 42");
    }

    @Test
    void a_clock_that_is_set_moves_no_request_and_turns_no_time_back() {
        JumpingClock clock = new JumpingClock(time);
        graph.quota(100, Duration.ofSeconds(20));
        TestSubscriber<SyncOutcome> outcomes = run(
                BulkSync.over(graph, clock).quota(Quota.atMost(100, Duration.ofSeconds(20))),
                Flux.fromIterable(connectors("contoso.com", 300)));
        time.advanceTimeBy(Duration.ofMillis(75));
        clock.jump(Duration.ofHours(-2));
        time.advanceTimeBy(Duration.ofSeconds(30));
        clock.jump(Duration.ofHours(10));
        time.advanceTimeBy(Duration.ofSeconds(30));

        assertThat(outcomes.getReceivedOnNext())
                .hasSize(300)
                .allSatisfy(outcome -> assertThat(outcome.finishedAt()).isAfterOrEqualTo(outcome.startedAt()));
        assertThat(graph.refusals()).isZero();
    }

    @Test
    void asking_for_less_than_one_outcome_is_an_error() {
        TestSubscriber<SyncOutcome> outcomes =
                TestSubscriber.builder().initialRequest(0).build();
        bulk.sync(Flux.just(ONE), SyncType.DELTA).subscribe(outcomes);
        bulk.sync(Flux.just(ONE), SyncType.DELTA).subscribe(new org.reactivestreams.Subscriber<>() {
            @Override
            public void onSubscribe(org.reactivestreams.Subscription s) {
                s.request(-1);
            }

            @Override
            public void onNext(SyncOutcome outcome) {}

            @Override
            public void onError(Throwable error) {
                assertThat(error).isInstanceOf(IllegalArgumentException.class);
                outcomes.cancel();
            }

            @Override
            public void onComplete() {}
        });

        assertThat(outcomes.isCancelled()).isTrue();
    }

    @Test
    void a_setting_that_makes_no_sense_is_refused_at_once() {
        assertThatThrownBy(() -> bulk.concurrency(0)).hasMessage("concurrency must be at least 1, but was 0");
        assertThatThrownBy(() -> bulk.batch(0)).hasMessageContaining("batch");
        assertThatThrownBy(() -> bulk.maxRetries(-1)).hasMessageContaining("maxRetries");
        assertThatThrownBy(() -> bulk.deadline(Duration.ZERO)).hasMessageContaining("deadline");
        assertThatThrownBy(() -> Quota.of(0, Duration.ofSeconds(1))).hasMessageContaining("at least one");
        assertThatThrownBy(() -> Quota.of(1, Duration.ofDays(366))).hasMessageContaining("not longer than a year");
    }
}
