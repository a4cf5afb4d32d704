package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncType;
import java.time.Duration;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/** Skeleton: signatures only; see the implementation that replaces it. */
public final class BulkSync {
    private BulkSync() {}

    public static BulkSync over(ConnectorClient client) {
        throw new IllegalStateException("not yet " + client);
    }
    /** Requests in flight, over all tenants and all runs of this object; 64. */
    public BulkSync concurrency(int requests) {
        return this;
    }
    /** The belief about each tenant's quota to start from; 100 in 20 s. */
    public BulkSync quota(Quota quota) {
        return this;
    }
    /** Connectors in one request, at most client.batchSize(); 20. 1 = off */
    public BulkSync batch(int connectors) {
        return this;
    }
    /** Resends of one connector after an answer that leaves open whether Graph acted; 5. */
    public BulkSync maxRetries(int retries) {
        return this;
    }
    /** Never send again what may have been accepted: it settles as Unknown. Off by default */
    public BulkSync atMostOnce() {
        return this;
    }
    /** Stop sending so long after the subscription; what has not been sent comes out as Unsent. None by default. */
    public BulkSync deadline(Duration deadline) {
        return this;
    }
    /** Stop sending at the first signal of the publisher (CLI: Ctrl-C). */
    public BulkSync stopWhen(Publisher<?> stop) {
        return this;
    }
    /** How long in-flight work may take to settle after a stop; 10 s. */
    public BulkSync grace(Duration grace) {
        return this;
    }
    /** Connectors taken from the source and waiting; 4096 */
    public BulkSync lookAhead(int connectors) {
        return this;
    }
    /** Called every so often, and once at the end. */
    public BulkSync progress(Duration every, Consumer<BulkProgress> listener) {
        return this;
    }

    public BulkSync scheduler(Scheduler scheduler) {
        return this;
    }

    public ConnectorClient client() {
        throw new IllegalStateException("not yet");
    }

    public Flux<SyncOutcome> sync(Publisher<Connector> connectors, SyncType type) {
        return Flux.error(new IllegalStateException("not yet " + connectors + type));
    }

    public Flux<SyncOutcome> syncTenants(Publisher<TenantConnectors> tenants, SyncType type) {
        return Flux.error(new IllegalStateException("not yet " + tenants + type));
    }
}
