package io.fansync.bulk;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** A party's lanes, one for each tenant that it has something of: opened when the first connector comes, closed after the last. */
final class Lanes {

    private final Dispatcher dispatcher;
    private final Party party;
    private final Quota belief;
    private final Function<String, Optional<Learnt>> learnt;
    private final Map<String, Lane> open = new HashMap<>();

    /** @param learnt what is known of a tenant's quota */
    Lanes(Dispatcher dispatcher, Party party, Quota belief, Function<String, Optional<Learnt>> learnt) {
        this.dispatcher = dispatcher;
        this.party = party;
        this.belief = belief;
        this.learnt = learnt;
    }

    Lane of(Task task) {
        return open.computeIfAbsent(
                task.connector.tenant(),
                tenant -> dispatcher.open(party, tenant, belief, task.weight(), learnt.apply(tenant)));
    }

    void forEach(BiConsumer<String, Lane> action) {
        open.forEach(action);
    }

    /** Takes all that waits out of them. */
    void drainTo(Consumer<Task> consumer) {
        List.copyOf(open.values()).forEach(lane -> {
            lane.drainTo(consumer);
            closeIfIdle(lane);
        });
    }

    void closeIfIdle(Lane lane) {
        if (lane.size() == 0 && !lane.hasFlights()) {
            open.remove(lane.gate.tenant());
            dispatcher.close(lane);
        }
    }
}
