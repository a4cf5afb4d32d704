package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.subscriber.TestSubscriber;
import reactor.util.context.Context;

class MannersTest extends VirtualRun {

    private static final ConnectorClient AT_ONCE = (connector, type) -> Mono.just(new SyncReceipt(connector, type));

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
    void a_source_is_asked_and_cancelled_by_one_thread_at_a_time() {
        Deque<Connector> left = new ArrayDeque<>(connectors("contoso.com", 3));
        TestSubscriber<SyncOutcome> outcomes = TestSubscriber.create();
        AtomicInteger callers = new AtomicInteger();
        List<String> calls = new ArrayList<>();
        Publisher<Connector> source = subscriber -> subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                calls.add("request " + callers.incrementAndGet());
                inAnotherThread(left.isEmpty() ? outcomes::cancel : () -> subscriber.onNext(left.remove()));
                callers.decrementAndGet();
            }

            @Override
            public void cancel() {
                calls.add("cancel " + callers.incrementAndGet());
                callers.decrementAndGet();
            }
        });

        BulkSync.over(AT_ONCE, time).lookAhead(1).sync(source, SyncType.DELTA).subscribe(outcomes);

        assertThat(outcomes.getReceivedOnNext()).hasSize(3);
        assertThat(calls).containsExactly("request 1", "request 1", "request 1", "request 1", "cancel 1");
    }

    @Test
    void a_source_that_is_still_bringing_what_it_was_asked_for_can_be_cancelled() {
        TestSubscriber<SyncOutcome> outcomes = TestSubscriber.create();
        AtomicInteger brought = new AtomicInteger();
        Flux<TenantConnectors> many = Flux.range(0, 100_000).map(i -> {
            if (brought.incrementAndGet() == 100) {
                inAnotherThread(outcomes::cancel);
            }
            return new TenantConnectors("tenant-" + i + ".example", Flux.empty());
        });

        bulk.syncTenants(many, SyncType.DELTA).subscribe(outcomes);

        assertThat(brought).hasValue(100);
    }

    private static void inAnotherThread(Runnable work) {
        Thread thread = new Thread(work);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void asking_for_less_than_one_outcome_is_an_error() {
        TestSubscriber<SyncOutcome> outcomes =
                TestSubscriber.builder().initialRequest(0).build();
        bulk.sync(Flux.just(ONE), SyncType.DELTA).subscribe(outcomes);
        bulk.sync(Flux.just(ONE), SyncType.DELTA).subscribe(new org.reactivestreams.Subscriber<>() {
            @Override
            public void onSubscribe(Subscription s) {
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
