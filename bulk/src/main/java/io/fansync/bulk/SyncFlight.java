package io.fansync.bulk;

import io.fansync.ConnectorClient;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Unavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** Asks for the sync of one connector or a batch of them. */
final class SyncFlight extends Flight<SyncAnswer> {

    private final Sender sender;

    SyncFlight(Dispatcher dispatcher, Sender sender, Lane lane, List<Task> tasks, long sentAt) {
        super(dispatcher, lane, tasks, sentAt);
        this.sender = sender;
        long paused = lane.gate.throttle().pausedNanos(sentAt);
        Instant now = dispatcher.timeOfDay(sentAt);
        tasks.forEach(task -> task.sent(paused, now));
    }

    @Override
    Publisher<? extends SyncAnswer> request(ConnectorClient client) {
        if (tasks.size() == 1) {
            return client.sync(tasks.get(0).connector, sender.type);
        }
        List<String> ids = new ArrayList<>(tasks.size());
        tasks.forEach(task -> ids.add(task.connector.id()));
        return client.syncAll(lane.gate.tenant(), ids, sender.type);
    }

    @Override
    @Nullable
    SyncException refusal(int n) {
        return answer(n) instanceof SyncException refusal ? refusal : null;
    }

    @Override
    boolean isResend(int n) {
        return tasks.get(n).resends() > 0;
    }

    @Override
    void tell(int n, long now) {
        Task task = tasks.get(n);
        SyncAnswer answer = answer(n);
        if (isNobodysAttempt() || answer instanceof SyncException failure && !failure.sent()) {
            task.notSent();
        }
        sender.answered(lane, task, answer, now);
    }

    @Override
    boolean isBatchRefused() {
        return tasks.size() > 1 && failure instanceof Rejected;
    }

    /** True if a batch was answered as a whole, by what is certainly no attempt for any of its connectors. */
    private boolean isNobodysAttempt() {
        return tasks.size() > 1 && failure instanceof SyncException && !(failure instanceof Unavailable);
    }

    /** The answer for the n-th connector. What did not come may have been carried out. */
    private SyncAnswer answer(int n) {
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
