package io.fansync.bulk;

import io.fansync.ConnectorClient;
import io.fansync.SyncException;
import io.fansync.SyncException.Unavailable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * One request on its way, for one connector or several. It lands once, through the dispatcher's drain loop.
 *
 * @param <T> what it brings back
 */
abstract class Flight<T> implements CoreSubscriber<T>, Runnable {

    final Lane lane;
    final List<Task> tasks;
    final long sentAt;
    /** What came back, in the order of the tasks; there may be too few. */
    final List<T> answers;

    @Nullable
    Throwable failure;

    private final Dispatcher dispatcher;
    private volatile @Nullable Subscription upstream;
    private boolean departed;
    private boolean abandoned;
    private volatile boolean over;

    Flight(Dispatcher dispatcher, Lane lane, List<Task> tasks, long sentAt) {
        this.dispatcher = dispatcher;
        this.lane = lane;
        this.tasks = tasks;
        this.sentAt = sentAt;
        this.answers = new ArrayList<>(tasks.size());
    }

    /** Makes the request; called once. */
    abstract Publisher<? extends T> request(ConnectorClient client);

    /** Why the request for the n-th connector was not taken; {@code null} if it was. */
    abstract @Nullable SyncException refusal(int n);

    /** True if the n-th connector was sent before, and what became of that is open. */
    boolean isResend(int n) {
        return false;
    }

    /** Tells the party what became of the n-th connector's request. */
    abstract void tell(int n, long now);

    /** True if Graph refused the batch as such: its connectors had no attempt, and are to be sent alone. */
    abstract boolean isBatchRefused();

    final void depart(ConnectorClient client) {
        departed = true;
        try {
            request(client).subscribe(this);
        } catch (Throwable e) {
            onError(e);
        }
    }

    final boolean hasDeparted() {
        return departed;
    }

    /** Gives up on the answer; Graph may have acted all the same. */
    final void abandon() {
        failure = new Unavailable("The run ended before the answer came", true);
        abandoned = true;
        dispatcher.land(this);
        Subscription s = upstream;
        if (s != null) {
            DrainLoop.guard(s::cancel, currentContext());
        }
    }

    /** True if what became of it says nothing of Graph. */
    final boolean isAbandoned() {
        return abandoned;
    }

    @Override
    public final Context currentContext() {
        return lane.party.context();
    }

    @Override
    public final void onSubscribe(Subscription s) {
        upstream = s;
        if (over) {
            s.cancel();
        } else {
            s.request(Long.MAX_VALUE);
        }
    }

    @Override
    public final void onNext(T answer) {
        answers.add(answer);
    }

    @Override
    public final void onError(Throwable t) {
        failure = t;
        dispatcher.submit(this);
    }

    @Override
    public final void onComplete() {
        dispatcher.submit(this);
    }

    /** In the drain loop: the answers are in. */
    @Override
    public final void run() {
        dispatcher.land(this);
    }

    /** True the first time it is asked. */
    final boolean lands() {
        boolean first = !over;
        over = true;
        return first;
    }

    /** True if Graph failed, or its answer was lost: not if it refused, and not if the request never left. */
    final boolean isGraphsFailure() {
        return failure instanceof Unavailable lost && lost.sent();
    }
}
