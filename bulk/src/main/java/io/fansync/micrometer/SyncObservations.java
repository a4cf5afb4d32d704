package io.fansync.micrometer;

import static java.util.Objects.requireNonNull;

import io.fansync.ConnectorClient;
import io.fansync.bulk.BulkSync;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;

/**
 * Has syncs observed. Its parts are for one another:
 *
 * <pre>{@code
 * SyncObservations observed = SyncObservations.of(registry);
 * ConnectorClient client = observed.client(ConnectorClient.create(GraphCloud.GLOBAL, tokens, observed::http));
 * BulkSync bulk = observed.bulk(BulkSync.over(client));
 * }</pre>
 *
 * <p>An observation's parent is the one that the subscriber's Reactor Context holds, whether Reactor propagates contexts to
 * threads or not. Tenants and connectors are named on spans, never in the tags of a meter.
 */
public final class SyncObservations {

    private final ObservationRegistry registry;

    private SyncObservations(ObservationRegistry registry) {
        this.registry = requireNonNull(registry, "registry");
    }

    public static SyncObservations of(ObservationRegistry registry) {
        return new SyncObservations(registry);
    }

    /**
     * Observes each request, from when a connection is asked for to the head of the answer, as {@code
     * http.client.request.duration}, in
     * <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/#http-client">OpenTelemetry's terms</a>. Graph is sent
     * no trace header.
     */
    public HttpClient http(HttpClient http) {
        return new ObservedHttp(registry).over(http);
    }

    /**
     * Observes each sync as {@code fansync.sync}: in a run of {@link #bulk}, from a connector's first request to its outcome, else
     * one request. Each attempt is an event of it, such as {@code attempt.throttled}.
     */
    public ConnectorClient client(ConnectorClient client) {
        return new ObservedConnectorClient(client, registry);
    }

    /** Has what a run sends for one connector, over a client of {@link #client}, be one observation, up to its outcome. */
    public BulkSync bulk(BulkSync bulk) {
        return bulk.eachRun(run -> Flux.defer(() -> {
            OpenSyncs syncs = new OpenSyncs(registry);
            return run.doOnNext(syncs::settled)
                    .doFinally(end -> syncs.abandon())
                    .contextWrite(context -> context.put(OpenSyncs.class, syncs));
        }));
    }
}
