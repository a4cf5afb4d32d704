package io.fansync.bulk;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/** Two threads meet in a drain loop. Whatever an event or a turn writes is a plain field: the loop alone makes it safe. */
final class DrainLoopStress {

    @JCStressTest
    @State
    @Outcome(id = "4, 4", expect = ACCEPTABLE, desc = "all events have run, and a turn after the last")
    @Outcome(expect = FORBIDDEN, desc = "an event is lost, or the turn after it")
    public static class EachEventRunsAndATurnAfterIt {

        private int events;
        private int seen;
        private final DrainLoop loop = new DrainLoop(() -> seen = events, failure -> {});

        @Actor
        public void one() {
            submit();
            submit();
        }

        @Actor
        public void two() {
            submit();
            submit();
        }

        private void submit() {
            loop.leave(() -> events++);
            loop.signal();
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = events;
            r.r2 = seen;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "one at a time")
    @Outcome(expect = FORBIDDEN, desc = "two at once")
    public static class OneThreadIsInItAtATime {

        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final DrainLoop loop = new DrainLoop(this::step, failure -> {});

        @Actor
        public void one() {
            submit();
        }

        @Actor
        public void two() {
            submit();
        }

        private void submit() {
            loop.leave(this::step);
            loop.signal();
        }

        private void step() {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = most.get();
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "a turn has seen what either wrote")
    @Outcome(expect = FORBIDDEN, desc = "what was written before a signal is not seen")
    public static class ATurnSeesWhatWasWrittenBeforeTheSignal {

        private int x;
        private int y;
        private int seenX;
        private int seenY;
        private final DrainLoop loop = new DrainLoop(this::turn, failure -> {});

        @Actor
        public void one() {
            x = 1;
            loop.signal();
        }

        @Actor
        public void two() {
            y = 1;
            loop.signal();
        }

        private void turn() {
            seenX = x;
            seenY = y;
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = seenX;
            r.r2 = seenY;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "what was left within the loop has run, and a turn after it")
    @Outcome(expect = FORBIDDEN, desc = "it is lost, or has run within another event")
    public static class AnEventMayLeaveAnother {

        private int second;
        private int seen;
        private boolean within;
        private final DrainLoop loop = new DrainLoop(() -> seen = second, failure -> {});

        @Actor
        public void one() {
            loop.leave(this::first);
            loop.signal();
        }

        @Actor
        public void two() {
            loop.signal();
        }

        private void first() {
            within = true;
            loop.leave(() -> second += within ? 100 : 1);
            loop.signal();
            within = false;
        }

        @Arbiter
        public void after(II_Result r) {
            r.r1 = second;
            r.r2 = seen;
        }
    }

    @JCStressTest
    @State
    @Outcome(
            id = {"2", "3"},
            expect = ACCEPTABLE,
            desc = "the signal given in the first turn has led to another")
    @Outcome(expect = FORBIDDEN, desc = "a signal given in a turn is lost")
    public static class ASignalDuringATurnLeadsToAnother {

        private int turns;
        private final DrainLoop loop = new DrainLoop(this::turn, failure -> {});

        @Actor
        public void one() {
            loop.signal();
        }

        @Actor
        public void two() {
            loop.signal();
        }

        private void turn() {
            if (turns++ == 0) {
                loop.signal();
            }
        }

        @Arbiter
        public void after(I_Result r) {
            r.r1 = turns;
        }
    }

    @JCStressTest
    @State
    @Outcome(id = "2, 1, 1", expect = ACCEPTABLE, desc = "both failures are told, and the other event has run")
    @Outcome(expect = FORBIDDEN, desc = "a failure takes an event or a turn with it")
    public static class WhatIsThrownLosesNothing {

        private static final IllegalStateException BUG = new IllegalStateException("bug");

        private int failures;
        private int events;
        private int seen;
        private boolean failed;
        private final DrainLoop loop = new DrainLoop(this::turn, failure -> failures++);

        @Actor
        public void one() {
            loop.leave(() -> {
                throw BUG;
            });
            loop.signal();
        }

        @Actor
        public void two() {
            loop.leave(() -> events++);
            loop.signal();
        }

        private void turn() {
            seen = events;
            if (!failed) {
                failed = true;
                throw BUG;
            }
        }

        @Arbiter
        public void after(III_Result r) {
            r.r1 = failures;
            r.r2 = events;
            r.r3 = seen;
        }
    }
}
