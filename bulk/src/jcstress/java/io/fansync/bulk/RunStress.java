package io.fansync.bulk;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** The whole engine, where no later signal would make up for one that is missed. */
final class RunStress {

    private static final Connector ONE = new Connector("contoso.com", "one");
    private static final Connector TWO = new Connector("contoso.com", "two");
    private static final ConnectorClient AT_ONCE = (connector, type) -> Mono.just(new SyncReceipt(connector, type));

    @JCStressTest
    @State
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "all outcomes, then the end, once")
    @Outcome(expect = FORBIDDEN, desc = "a connector, a request or the end is lost")
    public static class TheSourceMeetsDemand {

        private final Source source = new Source();
        private final Counting subscriber = new Counting();

        public TheSourceMeetsDemand() {
            BulkSync.over(AT_ONCE).sync(source, SyncType.DELTA).subscribe(subscriber);
            subscriber.subscription().request(1);
        }

        @Actor
        public void source() {
            source.bring(ONE);
            source.bring(TWO);
            source.complete();
        }

        @Actor
        public void demand() {
            subscriber.subscription().request(1);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = subscriber.received;
            r.r2 = subscriber.ends;
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0, 1", "1, 0, 1"},
            expect = ACCEPTABLE,
            desc = "nothing is in flight, nothing waits, and the source was cancelled")
    @Outcome(expect = FORBIDDEN, desc = "the cancelling is missed, or something stays behind")
    public static class AnAnswerMeetsCancel {

        private final Source source = new Source();
        private final Sinks.One<SyncReceipt> answer = Sinks.one();
        private final Counting subscriber = new Counting();
        private final BulkSync bulk = BulkSync.over((connector, type) -> answer.asMono());

        public AnAnswerMeetsCancel() {
            bulk.sync(source, SyncType.DELTA).subscribe(subscriber);
            subscriber.subscription().request(2);
            source.bring(ONE);
        }

        @Actor
        public void answer() {
            answer.tryEmitValue(new SyncReceipt(ONE, SyncType.DELTA));
        }

        @Actor
        public void cancel() {
            subscriber.subscription().cancel();
        }

        @Arbiter
        public void after(III_Result r) {
            leftBehind(r, bulk, subscriber, source);
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"0, 0, 1", "1, 0, 1"},
            expect = ACCEPTABLE,
            desc = "nothing is in flight, nothing waits, and the source was cancelled")
    @Outcome(expect = FORBIDDEN, desc = "the cancelling is missed, or something stays behind")
    public static class TheSourceMeetsCancel {

        private final Source source = new Source();
        private final Counting subscriber = new Counting();
        private final BulkSync bulk = BulkSync.over(AT_ONCE);

        public TheSourceMeetsCancel() {
            bulk.sync(source, SyncType.DELTA).subscribe(subscriber);
            subscriber.subscription().request(2);
        }

        @Actor
        public void source() {
            source.bring(ONE);
        }

        @Actor
        public void cancel() {
            subscriber.subscription().cancel();
        }

        @Arbiter
        public void after(III_Result r) {
            leftBehind(r, bulk, subscriber, source);
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "both are done")
    @Outcome(expect = FORBIDDEN, desc = "one has not seen that the other has left")
    public static class TwoMeetAtOnePlaceInFlight {

        private final BulkSync bulk = BulkSync.over(AT_ONCE).concurrency(1);
        private final Counting run = new Counting();
        private final Counting call = new Counting();

        @Actor
        public void run() {
            bulk.sync(Flux.just(ONE), SyncType.DELTA).subscribe(run);
            run.subscription().request(1);
        }

        @Actor
        public void call() {
            bulk.client().sync(TWO, SyncType.DELTA).subscribe(call);
            call.subscription().request(1);
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = run.ends;
            r.r2 = call.ends;
        }
    }

    private static void leftBehind(III_Result r, BulkSync bulk, Counting subscriber, Source source) {
        BulkLoad load = bulk.load();
        r.r1 = subscriber.received;
        r.r2 = load.inFlight() + load.waiting() + subscriber.ends;
        r.r3 = source.cancelled ? 1 : 0;
    }

    /** Brings connectors from a thread of its own choice. */
    private static final class Source extends Flux<Connector> implements Subscription {

        private @Nullable Subscriber<? super Connector> subscriber;
        private volatile boolean cancelled;

        @Override
        public void subscribe(CoreSubscriber<? super Connector> actual) {
            subscriber = actual;
            actual.onSubscribe(this);
        }

        void bring(Connector connector) {
            if (subscriber != null) {
                subscriber.onNext(connector);
            }
        }

        void complete() {
            if (subscriber != null) {
                subscriber.onComplete();
            }
        }

        @Override
        public void request(long n) {}

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    /** Its plain fields would be wrong if two threads were in it at once. */
    private static final class Counting implements CoreSubscriber<Object> {

        private @Nullable Subscription subscription;
        private int received;
        private int ends;

        Subscription subscription() {
            if (subscription == null) {
                throw new IllegalStateException("not subscribed");
            }
            return subscription;
        }

        @Override
        public void onSubscribe(Subscription s) {
            subscription = s;
        }

        @Override
        public void onNext(Object signal) {
            received++;
        }

        @Override
        public void onError(Throwable t) {
            ends++;
        }

        @Override
        public void onComplete() {
            ends++;
        }
    }
}
