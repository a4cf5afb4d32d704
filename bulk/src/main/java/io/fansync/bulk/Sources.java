package io.fansync.bulk;

import io.fansync.Connector;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.Exceptions;
import reactor.util.context.Context;

/** Where a run's connectors come from: one source, or one for each tenant. Used by any thread. */
final class Sources {

    private final Dispatcher dispatcher;
    private final Context context;
    private final Consumer<Task> taker;
    private final Runnable exhausted;

    private final AtomicBoolean wanted = new AtomicBoolean();
    private final AtomicInteger open = new AtomicInteger(1);
    /** Those that are open, with the tenant whose ids they bring; empty if it is not one tenant's. */
    private final Map<Intake<?>, String> intakes = new ConcurrentHashMap<>();

    private volatile boolean stopped;
    private final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();

    /**
     * @param taker gets each connector, in the drain loop
     * @param exhausted called in the drain loop once no more will come, or all have been stopped
     */
    Sources(Dispatcher dispatcher, Context context, Consumer<Task> taker, Runnable exhausted) {
        this.dispatcher = dispatcher;
        this.context = context;
        this.taker = taker;
        this.exhausted = exhausted;
    }

    Context context() {
        return context;
    }

    /** Opens the first sources, which may open others; none if nobody wants them any more. */
    void openAll(Consumer<Sources> opener) {
        if (!stopped) {
            opener.accept(this);
        }
        ended(null);
    }

    /** One source with the connectors of all tenants. */
    void openMerged(Publisher<Connector> connectors, int lookAhead) {
        Intake<Connector> intake = new Intake<>(
                this, lookAhead, 1, OptionalLong.empty(), (connector, from) -> take(new Task(connector, from)));
        open(connectors, intake, "");
    }

    /** A source for each tenant. */
    void openTenants(Publisher<TenantConnectors> tenants, int lookAhead) {
        open(
                tenants,
                new Intake<>(
                        this,
                        Integer.MAX_VALUE,
                        1,
                        OptionalLong.empty(),
                        (tenant, from) -> openTenant(tenant, lookAhead)),
                "");
    }

    private void openTenant(TenantConnectors tenant, int lookAhead) {
        Intake<String> intake = new Intake<>(
                this,
                lookAhead,
                tenant.weight(),
                tenant.expected(),
                (id, from) -> take(new Task(new Connector(tenant.tenant(), id), from)));
        open(tenant.ids(), intake, tenant.tenant().toLowerCase(Locale.ROOT));
    }

    private <T> void open(Publisher<T> source, Intake<T> intake, String tenant) {
        open.incrementAndGet();
        intakes.put(intake, tenant);
        try {
            source.subscribe(intake);
        } catch (Throwable thrown) {
            intake.onError(thrown);
        }
    }

    private void take(Task task) {
        dispatcher.leave(() -> taker.accept(task));
    }

    /** What was taken is complete, for the time being. */
    void taken() {
        dispatcher.signal();
    }

    long now() {
        return dispatcher.now();
    }

    /** The subscriber has asked for outcomes: before that, nothing is taken. */
    void want() {
        if (wanted.compareAndSet(false, true)) {
            intakes.keySet().forEach(Intake::start);
        }
    }

    boolean isWanted() {
        return wanted.get();
    }

    /** What a source still brings while it is cancelled is taken. */
    void stop() {
        if (!stopped) {
            stopped = true;
            intakes.keySet().forEach(Intake::cancel);
            dispatcher.submit(exhausted);
        }
    }

    boolean isStopped() {
        return stopped;
    }

    void failed(Throwable failure) {
        endWith(failure);
        stop();
    }

    /** What fails first is what the run ends with, be it a source or not; what fails then is told with it. */
    void endWith(Throwable failure) {
        Throwable first = error.compareAndExchange(null, failure);
        if (first != null) {
            Exceptions.addSuppressed(first, failure);
        }
    }

    void ended(@Nullable Intake<?> intake) {
        if (intake != null) {
            intakes.remove(intake);
        }
        if (open.decrementAndGet() == 0) {
            dispatcher.submit(exhausted);
        }
    }

    /** True if nobody knows how many connectors are still to come. */
    boolean areBlind() {
        return intakes.keySet().stream().anyMatch(Intake::isBlind);
    }

    /** How many connectors of each tenant are still to come, where its source said how many it holds. */
    Map<String, Long> toCome() {
        Map<String, Long> toCome = new HashMap<>();
        intakes.forEach((intake, tenant) -> {
            long left = intake.toCome();
            if (left > 0) {
                toCome.merge(tenant, left, Long::sum);
            }
        });
        return toCome;
    }

    /** What the run ends with, if something failed. */
    @Nullable
    Throwable error() {
        return error.get();
    }
}
