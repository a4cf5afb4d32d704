package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The sync action over HTTP, for one connector or for a batch of them. */
final class GraphConnectorClient implements ConnectorClient {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final ByteBuf FULL = body(SyncType.FULL);
    private static final ByteBuf DELTA = body(SyncType.DELTA);

    private final GraphTransport graph;

    GraphConnectorClient(GraphTransport graph) {
        this.graph = graph;
    }

    @Override
    public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
        return graph.ask(GraphCall.post(
                connector.tenant(),
                connector.id(),
                graph.path(ConnectorPath.sync(connector.id())),
                switch (type) {
                    case FULL -> FULL;
                    case DELTA -> DELTA;
                },
                NO_CONTENT,
                (trace, body) -> new SyncReceipt(connector, type, trace)));
    }

    @Override
    public int batchSize() {
        return SyncBatch.LARGEST;
    }

    @Override
    public Flux<SyncAnswer> syncAll(String tenant, List<String> ids, SyncType type) {
        String owner = Connector.checkedTenant(tenant);
        List<Connector> connectors =
                ids.stream().map(id -> new Connector(owner, id)).toList();
        return graph.ask(GraphCall.post(
                        owner,
                        "",
                        graph.path("/$batch"),
                        GraphCall.json(SyncBatch.body(ids, type)),
                        OK,
                        (trace, body) -> SyncBatch.answers(connectors, type, trace, body)))
                .flatMapIterable(answers -> answers);
    }

    @Override
    public Optional<GraphCloud> cloud() {
        return Optional.of(graph.cloud());
    }

    @Override
    public void close() {
        graph.close();
    }

    private static ByteBuf body(SyncType type) {
        return GraphCall.json(
                "{\"syncType\":\"%s\"}".formatted(type.graphName()).getBytes(UTF_8));
    }
}
