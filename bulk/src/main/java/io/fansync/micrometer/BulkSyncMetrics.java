package io.fansync.micrometer;

import static java.util.Objects.requireNonNull;

import io.fansync.bulk.BulkLoad;
import io.fansync.bulk.BulkSync;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * What a {@link BulkSync} is at, over all tenants, as four gauges: {@code fansync.requests.in.flight}, {@code
 * fansync.connectors.waiting}, {@code fansync.tenants.paused}, and {@code fansync.quota.use}, which goes from 0 to 1.
 */
public final class BulkSyncMetrics implements MeterBinder {

    private final BulkSync bulk;

    public BulkSyncMetrics(BulkSync bulk) {
        this.bulk = requireNonNull(bulk, "bulk");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "fansync.requests.in.flight", "Requests in flight; a batch is one", BulkLoad::inFlight);
        gauge(registry, "fansync.connectors.waiting", "Connectors that wait to be sent", BulkLoad::waiting);
        gauge(registry, "fansync.tenants.paused", "Tenants that Graph has told to wait", BulkLoad::paused);
        gauge(registry, "fansync.quota.use", "How much of the tenants' quotas is used up, 0 to 1", BulkLoad::quotaUse);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<BulkLoad> value) {
        Gauge.builder(name, bulk, observed -> value.applyAsDouble(observed.load()))
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
