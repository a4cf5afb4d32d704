package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;
import reactor.util.context.Context;

/** One call of {@link BulkSync#client()}: waits for its permit ahead of the runs, is sent once, and passes on what Graph said. */
final class Single extends Sender {

    private final Connector connector;
    private final MonoSink<SyncReceipt> sink;
    private @Nullable Lane lane;
    private boolean stopped;
    private volatile @Nullable SyncAnswer answer;

    Single(Dispatcher dispatcher, Settings settings, Connector connector, SyncType type, MonoSink<SyncReceipt> sink) {
        super(dispatcher, settings, type);
        this.connector = connector;
        this.sink = sink;
    }

    void begin() {
        sink.onCancel(() -> dispatcher.submit(this::stop));
        dispatcher.submit(this::enlist);
    }

    private void enlist() {
        if (stopped) {
            return;
        }
        Lane own = dispatcher.open(this, connector.tenant(), settings.quota, 1, Optional.empty());
        own.add(new Task(connector, null));
        lane = own;
        dispatcher.entered(this);
        dispatcher.joined(own);
    }

    private void stop() {
        stopped = true;
        withdraw();
        if (lane != null && !lane.hasFlights() && lane.size() > 0) {
            lane.drainTo(task -> {});
            dispatcher.left(this);
            dispatcher.close(lane);
        }
    }

    @Override
    boolean goesFirst() {
        return true;
    }

    @Override
    int allowance(int requestsInFlight) {
        return requestsInFlight < settings.concurrency ? 1 : 0;
    }

    @Override
    Context context() {
        return Context.of(sink.contextView());
    }

    @Override
    void departing(Flight<?> flight) {
        dispatcher.depart(flight);
    }

    @Override
    void answered(Lane lane, Task task, SyncAnswer answer, long now) {
        end(answer);
    }

    /** With the first answer, whatever follows. */
    private void end(SyncAnswer first) {
        if (answer == null) {
            answer = first;
            dispatcher.emits(this);
        }
    }

    @Override
    void landed(Flight<?> flight) {
        dispatcher.freed();
        dispatcher.left(this);
        dispatcher.close(flight.lane);
    }

    @Override
    void fail(Throwable engines) {
        boolean sent = lane != null && lane.hasFlights();
        end(new Unavailable(connector + ": fansync cannot go on: " + engines, sent));
        stop();
    }

    @Override
    void emit() {
        if (answer instanceof SyncReceipt receipt) {
            sink.success(receipt);
        } else if (answer instanceof SyncException refusal) {
            sink.error(refusal);
        }
    }
}
