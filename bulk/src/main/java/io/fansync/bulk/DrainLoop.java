package io.fansync.bulk;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;
import reactor.util.context.Context;

/**
 * Runs events one after the other, and a turn after them, on whichever thread has something to tell; the others leave their event and
 * go. Subscribers are called after it, never in it.
 */
final class DrainLoop {

    private final Runnable turn;
    private final Consumer<Throwable> failed;
    private final Queue<Runnable> events =
            Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger work = new AtomicInteger();
    private volatile @Nullable Thread drainer;
    private List<Party> emitting = new ArrayList<>();

    /** @param failed is told what an event or a turn has thrown: nobody knows what that has left undone */
    DrainLoop(Runnable turn, Consumer<Throwable> failed) {
        this.turn = turn;
        this.failed = failed;
    }

    /** Leaves the event to the next {@link #signal}. */
    void leave(Runnable event) {
        events.offer(event);
    }

    /** Runs what was left to it, unless another thread is at it: then that one does. */
    void signal() {
        if (work.getAndIncrement() == 0) {
            drain().forEach(party -> guard(party::emit));
        }
    }

    /** True on the thread that is in it. */
    boolean isDraining() {
        return drainer == Thread.currentThread();
    }

    /** Returns who has something to pass on; taken before the loop is left, when it is another thread's. */
    private List<Party> drain() {
        List<Party> emitters = List.of();
        int missed = 1;
        do {
            drainer = Thread.currentThread();
            for (Runnable event = events.poll(); event != null; event = events.poll()) {
                attempt(event);
            }
            attempt(turn);
            emitters = plusEmitting(emitters);
            drainer = null;
            missed = work.addAndGet(-missed);
        } while (missed != 0);
        return emitters;
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (Throwable failure) {
            failed.accept(failure);
        }
    }

    private List<Party> plusEmitting(List<Party> emitters) {
        if (emitting.isEmpty()) {
            return emitters;
        }
        List<Party> more = emitting;
        more.forEach(party -> party.emits = false);
        more.addAll(emitters);
        emitting = new ArrayList<>(2);
        return more;
    }

    /** In the loop: has the party's {@link Party#emit} called once the loop is left. */
    void emits(Party party) {
        if (!party.emits) {
            party.emits = true;
            emitting.add(party);
        }
    }

    /** Drops what the step throws: nobody is left to be told. */
    static void guard(Runnable step) {
        guard(step, Context.empty());
    }

    /** @param context where a subscriber may have said what becomes of it */
    static void guard(Runnable step, Context context) {
        try {
            step.run();
        } catch (Throwable thrown) {
            Operators.onErrorDropped(thrown, context);
        }
    }
}
