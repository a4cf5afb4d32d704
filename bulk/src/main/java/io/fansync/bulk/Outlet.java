package io.fansync.bulk;

import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.concurrent.Queues;

/**
 * Hands a run's outcomes and progress to its subscriber, as many as it asked for, one thread at a time. Filled by the drain
 * loop, emptied outside of it.
 */
final class Outlet {

    private final CoreSubscriber<? super SyncOutcome> subscriber;
    private final Consumer<BulkProgress> listener;
    private final Runnable freed;
    private final Runnable broken;
    private final Queue<Task> settled = Queues.<Task>unbounded().get();
    private final AtomicLong requested = new AtomicLong();
    private final AtomicInteger emitting = new AtomicInteger();
    private final AtomicInteger backlog = new AtomicInteger();
    private final AtomicReference<@Nullable BulkProgress> progress = new AtomicReference<>();
    private volatile boolean cancelled;
    private volatile boolean over;
    private @Nullable Throwable error;

    /**
     * @param freed called when outcomes have reached the subscriber
     * @param broken called when the subscriber has thrown something
     */
    Outlet(
            CoreSubscriber<? super SyncOutcome> subscriber,
            Consumer<BulkProgress> listener,
            Runnable freed,
            Runnable broken) {
        this.subscriber = subscriber;
        this.listener = listener;
        this.freed = freed;
        this.broken = broken;
    }

    /** How many outcomes wait for the subscriber. */
    int backlog() {
        return backlog.get();
    }

    void add(Task task) {
        backlog.incrementAndGet();
        settled.add(task);
    }

    void show(BulkProgress snapshot) {
        progress.set(snapshot);
    }

    /** Nothing will be added any more. */
    void end(@Nullable Throwable error) {
        this.error = error;
        over = true;
    }

    void request(long n) {
        requested.accumulateAndGet(n, Operators::addCap);
    }

    void cancel() {
        cancelled = true;
    }

    /** Whoever comes while another thread is at it leaves the work to that one, and so does what {@code freed} sets off. */
    void emit() {
        if (emitting.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            boolean nothingFollows = over;
            report();
            if (emitSettled()) {
                freed.run();
            }
            if (nothingFollows && settled.isEmpty()) {
                terminate();
                return;
            }
            missed = emitting.addAndGet(-missed);
        } while (missed != 0);
    }

    private boolean emitSettled() {
        long most = cancelled ? Long.MAX_VALUE : requested.get();
        long emitted = 0;
        while (emitted < most) {
            Task task = settled.poll();
            if (task == null) {
                break;
            }
            pass(task);
            backlog.decrementAndGet();
            task.emitted();
            emitted++;
        }
        if (emitted > 0 && most != Long.MAX_VALUE) {
            requested.addAndGet(-emitted);
        }
        return emitted > 0;
    }

    /** A subscriber must not throw. If it does, waiting for an end that it is never told of would be worse than a late signal. */
    private void pass(Task task) {
        if (cancelled) {
            return;
        }
        try {
            subscriber.onNext(task.outcome());
        } catch (Throwable thrown) {
            cancelled = true;
            broken.run();
            DrainLoop.guard(() -> subscriber.onError(thrown));
        }
    }

    private void report() {
        BulkProgress snapshot = progress.getAndSet(null);
        if (snapshot == null || cancelled) {
            return;
        }
        try {
            listener.accept(snapshot);
        } catch (Throwable listenersOwn) {
            Operators.onErrorDropped(listenersOwn, subscriber.currentContext());
        }
    }

    /** The last signal: {@code emitting} stays above zero, so nobody comes this way again. */
    private void terminate() {
        if (cancelled) {
            return;
        }
        if (error == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(error);
        }
    }
}
