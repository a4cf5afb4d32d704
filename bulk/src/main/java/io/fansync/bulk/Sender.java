package io.fansync.bulk;

import io.fansync.SyncAnswer;
import io.fansync.SyncType;
import java.util.List;

/** Whoever has connectors synced: a {@link Run}, or a {@link Single} call. */
abstract class Sender extends Party {

    final SyncType type;

    Sender(Dispatcher dispatcher, Settings settings, SyncType type) {
        super(dispatcher, settings);
        this.type = type;
    }

    /** Graph's answer for one connector of a flight. */
    abstract void answered(Lane lane, Task task, SyncAnswer answer, long now);

    @Override
    final Flight<?> flight(Lane lane, List<Task> tasks, long now) {
        return new SyncFlight(dispatcher, this, lane, tasks, now);
    }

    @Override
    final Limits limits(TenantGate gate) {
        return gate.syncs();
    }
}
