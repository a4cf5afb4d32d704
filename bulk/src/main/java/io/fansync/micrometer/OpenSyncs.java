package io.fansync.micrometer;

import io.fansync.Connector;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncType;
import io.fansync.bulk.SyncOutcome;
import io.fansync.bulk.SyncOutcome.Skipped;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/** The observations of the syncs that have begun and have no outcome yet: those of a run, or those of one request. */
final class OpenSyncs {

    private static final String ERROR = "error.type";
    private static final String OUTCOME = "fansync.outcome";

    private final ObservationRegistry registry;
    private final Map<Connector, Observation> open = new ConcurrentHashMap<>();

    OpenSyncs(ObservationRegistry registry) {
        this.registry = registry;
    }

    /** The connector's observation, which begins with its first attempt. */
    Observation begin(Connector connector, SyncType type, ContextView context) {
        return open.computeIfAbsent(connector, first -> started(first, type, context));
    }

    private Observation started(Connector connector, SyncType type, ContextView context) {
        Observation sync = Observation.createNotStarted("fansync.sync", registry)
                .contextualName("sync connector")
                .lowCardinalityKeyValue("fansync.sync.type", name(type.name()))
                .lowCardinalityKeyValue(OUTCOME, "none")
                .lowCardinalityKeyValue(ERROR, "none")
                .highCardinalityKeyValue("fansync.tenant", connector.tenant())
                .highCardinalityKeyValue("fansync.connector", connector.id());
        parent(context, sync);
        return sync.start();
    }

    static void parent(ContextView context, Observation observation) {
        context.<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY).ifPresent(observation::parentObservation);
    }

    static void attempted(Observation sync, SyncAnswer answer) {
        String result = answer instanceof SyncException refusal
                ? name(refusal.getClass().getSimpleName())
                : "accepted";
        sync.event(Observation.Event.of("attempt." + result));
    }

    /** A run has an outcome. One that was skipped is not the one that was begun. */
    void settled(SyncOutcome outcome) {
        if (!(outcome instanceof Skipped)) {
            end(outcome.connector(), name(outcome.getClass().getSimpleName()), reason(outcome));
        }
    }

    private static @Nullable SyncException reason(SyncOutcome outcome) {
        if (outcome instanceof SyncOutcome.Failed failed) {
            return failed.reason();
        }
        return outcome instanceof SyncOutcome.Unknown unknown ? unknown.reason() : null;
    }

    /** The connector was sent alone, and this was its answer. */
    void answered(Connector connector, SyncAnswer answer) {
        if (answer instanceof SyncException refusal) {
            boolean open = refusal instanceof SyncException.Unavailable lost && lost.sent();
            end(connector, open ? "unknown" : "failed", refusal);
        } else {
            end(connector, "accepted", null);
        }
    }

    /** Nobody waits for an outcome any more. */
    void abandon() {
        open.keySet().forEach(connector -> end(connector, "abandoned", null));
    }

    private void end(Connector connector, String outcome, @Nullable SyncException reason) {
        Observation sync = open.remove(connector);
        if (sync == null) {
            return;
        }
        sync.lowCardinalityKeyValue(OUTCOME, outcome);
        if (reason != null) {
            sync.lowCardinalityKeyValue(ERROR, reason.getClass().getSimpleName());
            sync.error(reason);
        }
        sync.stop();
    }

    private static String name(String camelOrUpperCase) {
        return camelOrUpperCase.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
