package io.fansync.bulk;

import static io.fansync.bulk.FakeGraph.connectors;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.bulk.SyncOutcome.Accepted;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.subscriber.TestSubscriber;

/** Sources and journals that break the rules of Reactive Streams: each ends its own run, with the reason, and nobody else's. */
class BrokenPublisherTest extends VirtualRun {

    private static final IllegalStateException BUG = new IllegalStateException("bug");

    private final TestSubscriber<SyncOutcome> other = run(bulk, Flux.fromIterable(connectors("other.example", 50)));

    @Test
    void a_source_that_fails_to_be_subscribed_to() {
        assertFails(
                run(bulk, subscriber -> {
                    throw BUG;
                }),
                "bug");
    }

    @Test
    void a_source_that_throws_when_it_is_asked_first() {
        assertFails(
                run(bulk, signalling(source -> {
                    throw BUG;
                })),
                "bug");
    }

    @Test
    void a_source_that_throws_when_it_is_asked_again() {
        AtomicBoolean again = new AtomicBoolean();
        TestSubscriber<SyncOutcome> outcomes = run(bulk.lookAhead(4), signalling(source -> {
            if (again.getAndSet(true)) {
                throw BUG;
            }
            connectors("contoso.com", 4).forEach(source::onNext);
        }));

        assertFails(outcomes, "bug");
        assertThat(outcomes.getReceivedOnNext()).hasSize(4).hasOnlyElementsOfType(Accepted.class);
    }

    @Test
    void a_source_that_throws_when_it_is_cancelled_stops_all_the_same() {
        TestSubscriber<SyncOutcome> outcomes =
                run(bulk.deadline(Duration.ofSeconds(5)), signalling(source -> {}, () -> {
                    throw BUG;
                }));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.isTerminatedComplete()).isTrue();
    }

    @Test
    void a_signal_to_stop_that_throws_when_it_is_cancelled_keeps_no_outcome_back() {
        TestSubscriber<SyncOutcome> outcomes = run(
                bulk.stopWhen(signalling(source -> {}, () -> {
                    throw BUG;
                })),
                Flux.just(ONE));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext()).hasSize(1);
        assertThat(outcomes.isTerminatedComplete()).isTrue();
    }

    @Test
    void a_source_that_brings_a_null() {
        assertFails(run(bulk, signalling(source -> source.onNext(null))), "null");
    }

    @Test
    void a_source_that_fails_with_a_null() {
        assertFails(run(bulk, signalling(source -> source.onError(null))), "null");
    }

    @Test
    void a_source_that_brings_more_than_it_was_asked_for() {
        TestSubscriber<SyncOutcome> outcomes = run(
                bulk.lookAhead(4),
                signalling(source -> connectors("contoso.com", 5).forEach(source::onNext)));

        assertFails(outcomes, "more than it was asked for");
        assertThat(outcomes.getReceivedOnNext()).hasSize(4);
    }

    @Test
    void what_comes_after_the_end_is_not_taken() {
        TestSubscriber<SyncOutcome> outcomes = run(bulk, signalling(source -> {
            source.onNext(ONE);
            source.onComplete();
            source.onNext(new Connector("contoso.com", "late"));
            source.onError(BUG);
            source.onComplete();
        }));
        time.advanceTimeBy(Duration.ofMinutes(1));

        assertThat(outcomes.getReceivedOnNext()).hasSize(1);
        assertThat(outcomes.isTerminatedComplete()).isTrue();
    }

    static final List<Journal> JOURNALS_THAT_DO_NOT_OPEN = List.of(
            job -> {
                throw new IllegalStateException("The journal is broken");
            },
            job -> {
                throw new LinkageError("The journal is broken");
            },
            job -> Mono.empty());

    @Test
    @SuppressWarnings("NullAway") // on purpose
    void a_journal_that_returns_a_null() {
        assertFails(run(bulk.journal(job -> null), Flux.just(ONE)), "null");
    }

    @ParameterizedTest
    @FieldSource("JOURNALS_THAT_DO_NOT_OPEN")
    void a_journal_that_does_not_open(Journal journal) {
        assertFails(run(bulk.journal(journal), Flux.just(ONE)), "journal");
        assertThat(graph.callsOf("contoso.com")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_journal_that_throws_when_it_is_used(Use use) {
        assertFailsAlone(use, new IllegalStateException("The journal is broken"));
    }

    @ParameterizedTest
    @EnumSource
    void a_journal_that_lacks_a_class_when_it_is_used(Use use) {
        assertFailsAlone(use, new NoClassDefFoundError("The journal is broken"));
    }

    @Test
    void a_journal_that_throws_after_it_has_answered_is_not_answered_twice() {
        TestSubscriber<SyncOutcome> outcomes = run(bulk.journal(new HastyJournal()), Flux.just(ONE));

        assertFails(outcomes, "journal");
        assertThat(outcomes.getReceivedOnNext()).singleElement().isInstanceOf(Accepted.class);
        assertThat(graph.callsOf("contoso.com")).hasSize(1);
        assertThat(bulk.load()).isEqualTo(BulkLoad.NONE);
    }

    @Test
    void what_failed_first_is_the_error_and_what_failed_then_is_told_with_it() {
        NoClassDefFoundError journals = new NoClassDefFoundError("The journal is broken");
        TestSubscriber<SyncOutcome> outcomes = run(
                bulk.journal(new BrokenJournal(Use.CLOSED, journals)),
                Flux.just(ONE).concatWith(Flux.error(BUG)));

        assertFails(outcomes, "bug");
        assertThat(outcomes.expectTerminalError()).hasSuppressedException(journals);
    }

    private void assertFailsAlone(Use use, Throwable how) {
        TestSubscriber<SyncOutcome> outcomes = run(bulk.journal(new BrokenJournal(use, how)), Flux.just(ONE));

        assertFails(outcomes, "journal");
        assertThat(outcomes.getReceivedOnNext()).hasSize(1);
        assertThat(graph.callsOf("contoso.com")).hasSize(use == Use.CLOSED ? 1 : 0);
    }

    private void assertFails(TestSubscriber<SyncOutcome> outcomes, String reason) {
        time.advanceTimeBy(Duration.ofMinutes(1));
        assertThat(outcomes.expectTerminalError()).hasMessageContaining(reason);
        assertThat(other.getReceivedOnNext()).hasSize(50).hasOnlyElementsOfType(Accepted.class);
        assertThat(other.isTerminatedComplete()).isTrue();
    }

    private static Publisher<Connector> signalling(Consumer<Subscriber<? super Connector>> whenAsked) {
        return signalling(whenAsked, () -> {});
    }

    /** Does what it likes once it is asked for something, and when it is cancelled. */
    private static Publisher<Connector> signalling(
            Consumer<Subscriber<? super Connector>> whenAsked, Runnable whenCancelled) {
        return subscriber -> subscriber.onSubscribe(new Subscription() {
            @Override
            public void request(long n) {
                whenAsked.accept(subscriber);
            }

            @Override
            public void cancel() {
                whenCancelled.run();
            }
        });
    }

    private enum Use {
        ASKED_FOR_THE_PAST,
        ASKED_FOR_THE_QUOTA,
        APPENDED_TO,
        CLOSED
    }

    /** Says that it has appended, and then throws. */
    private static final class HastyJournal extends SlowJournal {

        @Override
        public Mono<Void> append(List<Entry> entries) {
            return Mono.<Void>empty().doAfterTerminate(() -> {
                throw new NoClassDefFoundError("The journal is broken");
            });
        }
    }

    /** Throws something unchecked at one use. */
    private record BrokenJournal(Use broken, Throwable how) implements Journal, Journal.Session {

        @Override
        public Mono<Session> open(Job job) {
            return Mono.just(this);
        }

        @Override
        public Past past(Connector connector) {
            failIf(Use.ASKED_FOR_THE_PAST);
            return Past.NONE;
        }

        @Override
        public Optional<Entry.Learnt> learnt(String tenant) {
            failIf(Use.ASKED_FOR_THE_QUOTA);
            return Optional.empty();
        }

        @Override
        public Mono<Void> append(List<Entry> entries) {
            failIf(Use.APPENDED_TO);
            return Mono.empty();
        }

        @Override
        public Mono<Void> close() {
            failIf(Use.CLOSED);
            return Mono.empty();
        }

        private void failIf(Use use) {
            if (use == broken) {
                throw sneaky(how);
            }
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> T sneaky(Throwable how) throws T {
            throw (T) how;
        }
    }
}
