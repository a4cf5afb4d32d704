package io.fansync.bulk;

import io.fansync.ConnectorClient;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Unavailable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/** One request on its way, for one connector or a batch of them. It lands once, through the dispatcher's drain loop. */
final class Flight implements CoreSubscriber<SyncAnswer>, Runnable {

    final Lane lane;
    final List<Task> tasks;
    final long sentAt;

    private final Dispatcher dispatcher;
    private final List<SyncAnswer> answers;
    private @Nullable Throwable failure;
    private @Nullable Subscription upstream;
    private boolean departed;
    private boolean over;

    Flight(Dispatcher dispatcher, Lane lane, List<Task> tasks, long sentAt) {
        this.dispatcher = dispatcher;
        this.lane = lane;
        this.tasks = tasks;
        this.sentAt = sentAt;
        this.answers = new ArrayList<>(tasks.size());
    }

    void depart(ConnectorClient client) {
        departed = true;
        try {
            if (tasks.size() == 1) {
                client.sync(tasks.get(0).connector, lane.party.type()).subscribe(this);
            } else {
                List<String> ids =
                        tasks.stream().map(task -> task.connector.id()).toList();
                client.syncAll(lane.gate.tenant(), ids, lane.party.type()).subscribe(this);
            }
        } catch (Throwable e) {
            onError(e);
        }
    }

    boolean hasDeparted() {
        return departed;
    }

    /** Gives up on the answer; Graph may have acted all the same. */
    void abandon() {
        if (upstream != null) {
            upstream.cancel();
        }
        failure = new Unavailable("No answer within the grace period after the run was stopped", true);
        dispatcher.land(this);
    }

    @Override
    public Context currentContext() {
        return lane.party.context();
    }

    @Override
    public void onSubscribe(Subscription s) {
        upstream = s;
        s.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(SyncAnswer answer) {
        answers.add(answer);
    }

    @Override
    public void onError(Throwable t) {
        failure = t;
        dispatcher.submit(this);
    }

    @Override
    public void onComplete() {
        dispatcher.submit(this);
    }

    /** In the drain loop: the answers are in. */
    @Override
    public void run() {
        dispatcher.land(this);
    }

    /** True the first time it is asked. */
    boolean lands() {
        boolean first = !over;
        over = true;
        return first;
    }

    /** True if Graph failed, or its answer was lost: not if it refused, and not if the request never left. */
    boolean isGraphsFailure() {
        return failure instanceof Unavailable lost && lost.sent();
    }

    /** True if Graph refused the batch as such: its connectors had no attempt, and are to be sent alone. */
    boolean isBatchRefused() {
        return tasks.size() > 1 && failure instanceof Rejected;
    }

    /** True if a batch was answered as a whole, by what is certainly no attempt for any of its connectors. */
    boolean isNobodysAttempt() {
        return tasks.size() > 1 && failure instanceof SyncException && !(failure instanceof Unavailable);
    }

    /** The answer for the n-th connector. What did not come may have been carried out. */
    SyncAnswer answer(int n) {
        if (isBatchRefused()) {
            return new Unavailable("Graph took no batch: " + failure, false);
        }
        if (failure instanceof SyncException reason) {
            return reason;
        }
        if (failure != null) {
            return new Unavailable(tasks.get(n).connector + ": the client failed: " + failure, true);
        }
        return n < answers.size()
                ? answers.get(n)
                : new Unavailable(tasks.get(n).connector + ": the client ended without an answer", true);
    }
}
