package io.fansync.bulk;

import io.fansync.ConnectorClient;
import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDirectory;
import io.fansync.SyncException;
import io.fansync.SyncException.Unavailable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Reads one connector. */
final class Reading extends Flight<ConnectorDetails> {

    private final ConnectorDirectory directory;
    private final Witness witness;

    Reading(
            Dispatcher dispatcher,
            ConnectorDirectory directory,
            Witness witness,
            Lane lane,
            List<Task> tasks,
            long sentAt) {
        super(dispatcher, lane, tasks, sentAt);
        this.directory = directory;
        this.witness = witness;
    }

    @Override
    Flux<ConnectorDetails> request(ConnectorClient client) {
        return directory.get(tasks.get(0).connector).flux();
    }

    @Override
    @Nullable
    SyncException refusal(int n) {
        if (failure instanceof SyncException reason) {
            return reason;
        }
        if (failure != null) {
            return new Unavailable("the directory failed: " + failure, true);
        }
        return answers.isEmpty() ? new Unavailable("the directory ended without an answer", true) : null;
    }

    @Override
    void tell(int n, long now) {
        SyncException refusal = refusal(n);
        if (refusal == null) {
            witness.read(tasks.get(n), answers.get(n), now);
        } else {
            witness.missed(lane, tasks.get(n), refusal, now);
        }
    }

    @Override
    boolean isBatchRefused() {
        return false;
    }
}
