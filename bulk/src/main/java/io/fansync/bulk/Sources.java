package io.fansync.bulk;

import io.fansync.Connector;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.util.context.Context;

/** Where a run's connectors come from: one source, or one for each tenant. Used by any thread. */
final class Sources {

    private static final int TENANT_LOOK_AHEAD = 64;

    private final Context context;
    private final Consumer<Task> taker;
    private final Runnable exhausted;

    private final AtomicBoolean wanted = new AtomicBoolean();
    private final AtomicInteger open = new AtomicInteger(1);
    private final Set<Intake<?>> intakes = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;
    private volatile @Nullable Throwable error;

    /**
     * @param taker gets each connector
     * @param exhausted called once no more will come, or one source has failed
     */
    Sources(Context context, Consumer<Task> taker, Runnable exhausted) {
        this.context = context;
        this.taker = taker;
        this.exhausted = exhausted;
    }

    Context context() {
        return context;
    }

    /** Opens the first sources; these may open others. */
    void openAll(Consumer<Sources> opener) {
        opener.accept(this);
        ended(null);
    }

    /** One source with the connectors of all tenants. */
    void openMerged(Publisher<Connector> connectors, int lookAhead) {
        this.<Connector>open(connectors, lookAhead, (connector, intake) -> taker.accept(new Task(connector, intake)));
    }

    /** A source for each tenant. */
    void openTenants(Publisher<TenantConnectors> tenants) {
        this.<TenantConnectors>open(tenants, Integer.MAX_VALUE, (tenant, all) -> openTenant(tenant));
    }

    private void openTenant(TenantConnectors tenant) {
        this.<String>open(
                tenant.ids(),
                TENANT_LOOK_AHEAD,
                (id, intake) -> taker.accept(new Task(new Connector(tenant.tenant(), id), intake)));
    }

    private <T> void open(Publisher<T> source, int lookAhead, BiConsumer<T, Intake<T>> reader) {
        Intake<T> intake = new Intake<>(this, lookAhead, reader);
        open.incrementAndGet();
        intakes.add(intake);
        source.subscribe(intake);
    }

    /** The subscriber has asked for outcomes: before that, nothing is taken. */
    void want() {
        if (wanted.compareAndSet(false, true)) {
            intakes.forEach(Intake::start);
        }
    }

    boolean isWanted() {
        return wanted.get();
    }

    void stop() {
        stopped = true;
        intakes.forEach(Intake::cancel);
    }

    boolean isStopped() {
        return stopped;
    }

    void failed(Throwable failure) {
        error = failure;
        stop();
        exhausted.run();
    }

    /** What ends the run is not a source's. */
    void endWith(Throwable failure) {
        error = failure;
    }

    void ended(@Nullable Intake<?> intake) {
        if (intake != null) {
            intakes.remove(intake);
        }
        if (open.decrementAndGet() == 0) {
            exhausted.run();
        }
    }

    /** What one of them failed with, if one did. */
    @Nullable
    Throwable error() {
        return error;
    }
}
