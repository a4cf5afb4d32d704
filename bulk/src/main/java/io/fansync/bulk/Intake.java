package io.fansync.bulk;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * Reads one source, never more than so many at a time that have not come out again as outcomes.
 *
 * @param <T> what the source holds
 */
final class Intake<T> implements CoreSubscriber<T> {

    private static final long LONGEST_GATHERING = Duration.ofMillis(10).toNanos();

    private final Sources sources;
    private final BiConsumer<T, Intake<T>> reader;
    private final int lookAhead;
    private final int weight;
    private final int refillAt;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile @Nullable Subscription source;
    /** The thread that is within the source's {@code request}. */
    private final AtomicReference<@Nullable Thread> asker = new AtomicReference<>();

    private long gatheringSince;
    private final OptionalLong expected;
    private long received;
    private int emitted;
    private boolean over;

    /** @param expected how many items the source is said to hold */
    Intake(Sources sources, int lookAhead, int weight, OptionalLong expected, BiConsumer<T, Intake<T>> reader) {
        this.expected = expected;
        this.sources = sources;
        this.reader = reader;
        this.lookAhead = lookAhead;
        this.weight = weight;
        this.refillAt = Math.max(1, lookAhead / 4);
    }

    int weight() {
        return weight;
    }

    @Override
    public Context currentContext() {
        return sources.context();
    }

    @Override
    public void onSubscribe(Subscription s) {
        if (Operators.validate(source, s)) {
            source = s;
            if (sources.isStopped()) {
                s.cancel();
            } else if (sources.isWanted()) {
                start();
            }
        }
    }

    /** Takes the first. */
    void start() {
        Subscription s = source;
        if (s != null && started.compareAndSet(false, true)) {
            ask(s, lookAhead == Integer.MAX_VALUE ? Long.MAX_VALUE : lookAhead);
        }
    }

    /** What the source delivers before it returns is taken in together, so that requests to Graph can be filled. */
    private void ask(Subscription s, long n) {
        boolean gathers = asker.compareAndSet(null, Thread.currentThread());
        if (gathers) {
            gatheringSince = sources.now();
        }
        s.request(n);
        if (gathers) {
            asker.set(null);
        }
        sources.taken();
    }

    @Override
    public void onNext(T item) {
        if (over) {
            Operators.onNextDropped(item, currentContext());
            return;
        }
        received++;
        try {
            reader.accept(item, this);
            if (!isGathering()) {
                sources.taken();
            }
        } catch (RuntimeException e) {
            onError(Operators.onOperatorError(source, e, item, currentContext()));
        }
    }

    /** False also, every now and then, while the source takes its time to return. */
    private boolean isGathering() {
        if (asker.get() != Thread.currentThread()) {
            return false;
        }
        long now = sources.now();
        boolean tooLong = now - gatheringSince >= LONGEST_GATHERING;
        gatheringSince = tooLong ? now : gatheringSince;
        return !tooLong;
    }

    @Override
    public void onError(Throwable t) {
        if (over) {
            Operators.onErrorDropped(t, currentContext());
            return;
        }
        over = true;
        sources.failed(t);
    }

    @Override
    public void onComplete() {
        if (!over) {
            over = true;
            sources.ended(this);
        }
    }

    /** An outcome of one of its connectors has reached the subscriber. Called by one thread at a time. */
    void emitted() {
        if (++emitted == refillAt) {
            emitted = 0;
            Subscription s = source;
            if (s != null) {
                ask(s, refillAt);
            }
        }
    }

    /** True if nobody knows how many items are still to come. */
    boolean isBlind() {
        return expected.isEmpty();
    }

    /** How many items are still to come, by what was said; what has reached the drain loop is counted there already. */
    long toCome() {
        return Math.max(0, expected.orElse(0) - received);
    }

    void cancel() {
        Subscription s = source;
        if (s != null) {
            s.cancel();
        }
    }
}
