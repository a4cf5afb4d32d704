package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The sync action over HTTP, for one connector or for a batch of them. */
final class GraphConnectorClient implements ConnectorClient {

    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final Function<ByteBufAllocator, ByteBuf> FULL = body(SyncType.FULL);
    private static final Function<ByteBufAllocator, ByteBuf> DELTA = body(SyncType.DELTA);

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
                (trace, body, token) -> new SyncReceipt(connector, type, trace)));
    }

    @Override
    public int batchSize() {
        return SyncBatch.LARGEST;
    }

    @Override
    public Flux<SyncAnswer> syncAll(String tenant, List<String> ids, SyncType type) {
        SyncBatch batch = new SyncBatch(tenant, ids, type);
        return graph.ask(GraphCall.post(
                        Connector.checkedTenant(tenant), "", graph.path("/$batch"), batch::body, OK, batch::answers))
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

    private static Function<ByteBufAllocator, ByteBuf> body(SyncType type) {
        return GraphCall.always(
                "{\"syncType\":\"%s\"}".formatted(type.graphName()).getBytes(UTF_8));
    }
}
