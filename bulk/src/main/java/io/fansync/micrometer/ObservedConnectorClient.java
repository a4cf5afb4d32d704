package io.fansync.micrometer;

import static java.util.Objects.requireNonNull;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.GraphCloud;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Begins the observation of a sync with its first attempt. Whoever knows that there will be others has put it into the Context. */
final class ObservedConnectorClient implements ConnectorClient {

    private final ConnectorClient client;
    private final ObservationRegistry registry;

    ObservedConnectorClient(ConnectorClient client, ObservationRegistry registry) {
        this.client = requireNonNull(client, "client");
        this.registry = registry;
    }

    @Override
    public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
        return Mono.deferContextual(context -> {
            if (context.hasKey(OpenSyncs.class)) {
                return attempt(connector, type, context.get(OpenSyncs.class), context);
            }
            OpenSyncs own = new OpenSyncs(registry);
            return attempt(connector, type, own, context)
                    .doOnNext(receipt -> own.answered(connector, receipt))
                    .doOnError(SyncException.class, refusal -> own.answered(connector, refusal))
                    .doFinally(end -> own.abandon());
        });
    }

    private Mono<SyncReceipt> attempt(Connector connector, SyncType type, OpenSyncs syncs, ContextView context) {
        Observation sync = syncs.begin(connector, type, context);
        return client.sync(connector, type)
                .doOnNext(receipt -> OpenSyncs.attempted(sync, receipt))
                .doOnError(SyncException.class, refusal -> OpenSyncs.attempted(sync, refusal))
                .contextWrite(inner -> inner.put(ObservationThreadLocalAccessor.KEY, sync));
    }

    @Override
    public int batchSize() {
        return client.batchSize();
    }

    @Override
    public Flux<SyncAnswer> syncAll(String tenant, List<String> ids, SyncType type) {
        List<Connector> connectors =
                ids.stream().map(id -> new Connector(tenant, id)).toList();
        return Flux.deferContextual(context -> {
            if (context.hasKey(OpenSyncs.class)) {
                return attempts(connectors, type, context.get(OpenSyncs.class), context);
            }
            OpenSyncs own = new OpenSyncs(registry);
            return attempts(connectors, type, own, context)
                    .index((n, answer) -> {
                        own.answered(connectors.get(n.intValue()), answer);
                        return answer;
                    })
                    .doOnError(
                            SyncException.class,
                            failure -> connectors.forEach(connector -> own.answered(connector, failure)))
                    .doFinally(end -> own.abandon());
        });
    }

    private Flux<SyncAnswer> attempts(List<Connector> connectors, SyncType type, OpenSyncs open, ContextView context) {
        List<Observation> syncs = connectors.stream()
                .map(connector -> open.begin(connector, type, context))
                .toList();
        List<String> ids = connectors.stream().map(Connector::id).toList();
        return client.syncAll(connectors.get(0).tenant(), ids, type)
                .index((n, answer) -> {
                    OpenSyncs.attempted(syncs.get(n.intValue()), answer);
                    return answer;
                })
                .doOnError(SyncException.class, failure -> syncs.forEach(sync -> OpenSyncs.attempted(sync, failure)));
    }

    @Override
    public Optional<GraphCloud> cloud() {
        return client.cloud();
    }

    @Override
    public void close() {
        client.close();
    }
}
