package io.fansync.bulk;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElseGet;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
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
    private final OptionalLong expected;

    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicLong asked = new AtomicLong();
    private final AtomicLong wanted = new AtomicLong();
    private final AtomicInteger calls = new AtomicInteger();
    private volatile @Nullable Subscription source;
    private volatile boolean cancelled;
    private volatile boolean over;
    private long received;
    private int emitted;

    /** The thread that is within the source's {@code request}. */
    private volatile @Nullable Thread asker;

    private long gatheringSince;

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
                cancel();
            } else if (sources.isWanted()) {
                start();
            }
        }
    }

    /** Takes the first. */
    void start() {
        if (source != null && started.compareAndSet(false, true)) {
            ask(lookAhead == Integer.MAX_VALUE ? Long.MAX_VALUE : lookAhead);
        }
    }

    private void ask(long n) {
        asked.accumulateAndGet(n, Operators::addCap);
        wanted.accumulateAndGet(n, Operators::addCap);
        call();
    }

    /**
     * Whoever comes while another thread is at it leaves the call to that one: <a
     * href="https://github.com/reactive-streams/reactive-streams-jvm#2.7">one at a time</a>.
     */
    private void call() {
        Subscription s = source;
        if (s == null || calls.getAndIncrement() != 0) {
            return;
        }
        int missed = 1;
        do {
            if (cancelled) {
                cancel(s);
            } else {
                request(s, wanted.getAndSet(0));
            }
            missed = calls.addAndGet(-missed);
        } while (missed != 0);
    }

    /** What the source delivers before it returns is taken in together, so that requests to Graph can be filled. */
    private void request(Subscription s, long n) {
        if (n == 0) {
            return;
        }
        gatheringSince = sources.now();
        asker = Thread.currentThread();
        try {
            s.request(n);
        } catch (Throwable thrown) {
            onError(thrown);
        }
        asker = null;
        sources.taken();
    }

    @Override
    public void onNext(T item) {
        if (over) {
            Operators.onNextDropped(item, currentContext());
            return;
        }
        try {
            if (++received > asked.get()) {
                throw Exceptions.failWithOverflow("The source brought more than it was asked for");
            }
            reader.accept(requireNonNull(item, "The source brought a null"), this);
        } catch (Throwable thrown) {
            onError(thrown);
        }
        if (cancelled && isAsking()) {
            cancel(requireNonNull(source));
        }
        if (!isGathering()) {
            sources.taken();
        }
    }

    /** True on the thread that is within the source's {@code request}. */
    private boolean isAsking() {
        return asker == Thread.currentThread();
    }

    /** False also, every now and then, while the source takes its time to return. */
    private boolean isGathering() {
        if (!isAsking()) {
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
        sources.failed(requireNonNullElseGet(t, () -> new NullPointerException("The source failed with a null")));
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
            ask(refillAt);
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
        cancelled = true;
        call();
    }

    private void cancel(Subscription s) {
        DrainLoop.guard(s::cancel, currentContext());
    }
}
