package io.fansync.bulk;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.fansync.Connector;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** The drain loop fills an outlet while the subscriber asks, or cancels. */
final class OutletStress {

    private static final Connector CONNECTOR = new Connector("contoso.com", "one");
    private static final SyncOutcome ACCEPTED =
            task().accepted(new SyncReceipt(CONNECTOR, SyncType.DELTA), Instant.EPOCH);

    private static Task task() {
        return new Task(CONNECTOR, null);
    }

    @JCStressTest
    @State
    @Outcome(id = "2, 1, 0", expect = ACCEPTABLE, desc = "all that was asked for, then the end, once")
    @Outcome(expect = FORBIDDEN, desc = "a request or an outcome is lost, or there is a signal too many")
    public static class OutcomesMeetDemand {

        private final Counting subscriber = new Counting();
        private final Outlet outlet = subscriber.outlet();

        @Actor
        public void loop() {
            settle(outlet);
            settle(outlet);
            outlet.end(null);
            outlet.emit();
        }

        @Actor
        public void demand() {
            subscriber.ask(outlet);
            subscriber.ask(outlet);
        }

        @Arbiter
        public void after(III_Result r) {
            r.r1 = subscriber.received;
            r.r2 = subscriber.ends;
            r.r3 = subscriber.tooMany;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "no signal comes any more, and nothing is kept")
    @Outcome(expect = FORBIDDEN, desc = "the cancelling is missed")
    public static class OutcomesMeetCancel {

        private final Counting subscriber = new Counting();
        private final Outlet outlet = subscriber.outlet();

        @Actor
        public void loop() {
            settle(outlet);
            settle(outlet);
        }

        @Actor
        public void cancel() {
            subscriber.ask(outlet);
            outlet.cancel();
            outlet.emit();
        }

        @Arbiter
        public void after(II_Result r) {
            int before = subscriber.received;
            settle(outlet);
            outlet.end(null);
            outlet.emit();
            r.r1 = subscriber.received - before + subscriber.ends;
            r.r2 = outlet.backlog();
        }
    }

    private static void settle(Outlet outlet) {
        Task task = task();
        task.settle(ACCEPTED);
        outlet.add(task);
        outlet.emit();
    }

    /** Its plain fields would be wrong if two threads were in it at once. */
    private static final class Counting implements CoreSubscriber<SyncOutcome> {

        private final AtomicInteger asked = new AtomicInteger();
        private int received;
        private int ends;
        private int tooMany;

        Outlet outlet() {
            return new Outlet(this, progress -> {}, () -> {}, () -> {});
        }

        void ask(Outlet outlet) {
            asked.incrementAndGet();
            outlet.request(1);
            outlet.emit();
        }

        @Override
        public void onSubscribe(Subscription s) {}

        @Override
        public void onNext(SyncOutcome outcome) {
            received++;
            if (received > asked.get() || ends > 0) {
                tooMany++;
            }
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
