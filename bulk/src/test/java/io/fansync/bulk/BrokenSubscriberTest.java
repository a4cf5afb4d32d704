package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fansync.Connector;
import io.fansync.SyncType;
import io.fansync.bulk.SyncOutcome.Accepted;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.publisher.TestPublisher;
import reactor.test.subscriber.TestSubscriber;

/** Code of others that breaks the rule never to throw: it ends its own run, and nobody else's. */
class BrokenSubscriberTest extends VirtualRun {

    static final List<Throwable> THROWN =
            List.of(new IllegalStateException("bug"), new AssertionError("bug"), new NoClassDefFoundError("bug"));

    @ParameterizedTest
    @FieldSource("THROWN")
    void a_subscriber_that_throws_is_told_so_and_its_run_ends(Throwable thrown) {
        Throwing ends = new Throwing(thrown);
        bulk.concurrency(1)
                .sync(Flux.fromIterable(connectors("contoso.com", 50)), SyncType.DELTA)
                .subscribe(ends);
        TestSubscriber<SyncOutcome> other = run(bulk, Flux.fromIterable(connectors("other.example", 50)));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(ends.error).isSameAs(thrown);
        assertThat(graph.callsOf("contoso.com")).hasSizeLessThan(5);
        assertThat(other.getReceivedOnNext()).hasSize(50).hasOnlyElementsOfType(Accepted.class);
    }

    @Test
    void a_subscriber_that_throws_when_it_is_given_the_subscription_leaves_nothing_behind() {
        Flux<SyncOutcome> outcomes =
                bulk.progress(Duration.ofSeconds(1), progress -> {}).sync(Flux.just(ONE), SyncType.DELTA);

        assertThatThrownBy(() -> outcomes.subscribe(new Throwing(new IllegalStateException("bug")) {
                    @Override
                    public void onSubscribe(Subscription s) {
                        throw new IllegalStateException("bug");
                    }
                }))
                .hasMessage("bug");

        assertThat(time.getScheduledTaskCount()).isZero();
    }

    @ParameterizedTest
    @FieldSource("THROWN")
    void subscribers_that_throw_at_their_end_keep_no_signal_from_another_run(Throwable thrown) {
        TestSubscriber<SyncOutcome> before = TestSubscriber.create();
        TestSubscriber<SyncOutcome> after = TestSubscriber.create();
        graph.closed("contoso.com", Duration.ofHours(1));
        BulkSync stopped = bulk.deadline(Duration.ofSeconds(5));

        stopped.sync(Flux.just(ONE), SyncType.DELTA).subscribe(before);
        stopped.sync(Flux.just(ONE), SyncType.DELTA).subscribe(new Throwing(thrown, thrown));
        stopped.sync(Flux.just(ONE), SyncType.DELTA).subscribe(after);
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(before.isTerminatedComplete()).isTrue();
        assertThat(after.isTerminatedComplete()).isTrue();
    }

    @ParameterizedTest
    @FieldSource("THROWN")
    void a_subscriber_that_throws_even_at_the_error_gives_back_what_it_took(Throwable thrown) {
        TestPublisher<Connector> source = TestPublisher.create();
        bulk.sync(source, SyncType.DELTA).subscribe(new Throwing(thrown, thrown));
        source.next(ONE);
        time.advanceTimeBy(Duration.ofMinutes(1));

        source.assertCancelled();
        assertThat(bulk.load().inFlight()).isZero();
    }

    @ParameterizedTest
    @FieldSource("THROWN")
    void a_progress_listener_that_throws_is_not_missed(Throwable thrown) {
        TestSubscriber<SyncOutcome> outcomes = run(
                bulk.progress(Duration.ofSeconds(15), progress -> sneak(thrown)),
                Flux.fromIterable(connectors("contoso.com", 150)));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.isTerminatedComplete()).isTrue();
    }

    @ParameterizedTest
    @FieldSource("THROWN")
    void a_client_that_throws_costs_its_own_connector_only(Throwable thrown) {
        BulkSync broken = BulkSync.over(
                (connector, type) -> connector.equals(ONE) ? sneak(thrown) : graph.sync(connector, type), time);

        TestSubscriber<SyncOutcome> outcomes = run(
                broken.maxRetries(0),
                Flux.fromIterable(connectors("contoso.com", 50)).startWith(ONE));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext())
                .hasSize(51)
                .filteredOn(Accepted.class::isInstance)
                .hasSize(50);
    }

    private static <T> T sneak(Throwable thrown) {
        return BrokenSubscriberTest.<RuntimeException, T>sneaky(thrown);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable, T> T sneaky(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Throws at each outcome, and remembers how it ended. */
    private static class Throwing implements CoreSubscriber<SyncOutcome> {

        @Nullable
        Throwable error;

        private final Throwable thrown;
        private final @Nullable Throwable thrownAtError;

        Throwing(Throwable thrown) {
            this(thrown, null);
        }

        Throwing(Throwable thrown, @Nullable Throwable thrownAtError) {
            this.thrown = thrown;
            this.thrownAtError = thrownAtError;
        }

        @Override
        public void onSubscribe(Subscription s) {
            s.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(SyncOutcome outcome) {
            sneak(thrown);
        }

        @Override
        public void onError(Throwable t) {
            error = t;
            if (thrownAtError != null) {
                sneak(thrownAtError);
            }
        }

        @Override
        public void onComplete() {}
    }
}
