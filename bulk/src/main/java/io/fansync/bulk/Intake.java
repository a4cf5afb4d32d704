package io.fansync.bulk;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Takes what a source holds into a run, never more than so many at a time that have not come out again as outcomes.
 *
 * @param <T> what the source holds
 */
final class Intake<T> implements CoreSubscriber<T> {

    private final Run run;
    private final BiConsumer<T, Intake<T>> taker;
    private final int lookAhead;
    private final int refillAt;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable Subscription source;
    private int emitted;
    private boolean over;

    Intake(Run run, int lookAhead, BiConsumer<T, Intake<T>> taker) {
        this.run = run;
        this.taker = taker;
        this.lookAhead = lookAhead;
        this.refillAt = Math.max(1, lookAhead - lookAhead / 4);
    }

    @Override
    public Context currentContext() {
        return run.context();
    }

    @Override
    public void onSubscribe(Subscription s) {
        if (Operators.validate(source, s)) {
            source = s;
            if (run.isStopped()) {
                s.cancel();
            } else if (run.isWanted()) {
                start();
            }
        }
    }

    /** The run has been asked for outcomes. */
    void start() {
        Subscription s = source;
        if (s != null && started.compareAndSet(false, true)) {
            s.request(lookAhead == Integer.MAX_VALUE ? Long.MAX_VALUE : lookAhead);
        }
    }

    @Override
    public void onNext(T item) {
        if (over) {
            Operators.onNextDropped(item, currentContext());
            return;
        }
        try {
            taker.accept(item, this);
        } catch (RuntimeException e) {
            onError(Operators.onOperatorError(source, e, item, currentContext()));
        }
    }

    @Override
    public void onError(Throwable t) {
        if (over) {
            Operators.onErrorDropped(t, currentContext());
            return;
        }
        over = true;
        run.sourceEnded(this, t);
    }

    @Override
    public void onComplete() {
        if (!over) {
            over = true;
            run.sourceEnded(this, null);
        }
    }

    /** An outcome of one of its connectors has reached the subscriber. Called by one thread at a time. */
    void emitted() {
        if (++emitted == refillAt) {
            emitted = 0;
            Subscription s = source;
            if (s != null) {
                s.request(refillAt);
            }
        }
    }

    void cancel() {
        Subscription s = source;
        if (s != null) {
            s.cancel();
        }
    }
}
