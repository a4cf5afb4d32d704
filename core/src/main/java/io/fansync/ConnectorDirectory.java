package io.fansync;

import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** The second front door: reads which connectors a tenant has, and how they are. */
public interface ConnectorDirectory extends AutoCloseable {

    /**
     * Lists a tenant's connectors.
     *
     * <p><b>Each subscription</b> walks Graph's <a href="https://learn.microsoft.com/graph/paging">pages</a> anew, with one
     * request for each; a page is asked for when the subscriber wants more than the pages before it held. A link to a page that
     * is not at the cloud's own Graph is refused, and no token sent there.
     *
     * <p><b>Errors:</b> always a {@link SyncException}, after the connectors that were read before it.
     *
     * <p><b>Cancelling</b> abandons the page that is on its way; no other is asked for.
     *
     * <p><b>Threads:</b> never blocks; signals arrive on a Netty event loop, on the thread that asks for more of a page that is
     * already there, or, where nothing was sent, on the thread of the {@link TokenSource} or of the subscriber.
     */
    Flux<ConnectorDetails> list(String tenant);

    /**
     * Reads one connector.
     *
     * <p><b>Each subscription</b> sends one request, and never a second, but for one repeat with a new token where Graph
     * challenges the first one.
     *
     * <p><b>Errors:</b> always a {@link SyncException}; {@link SyncException.UnknownConnector} if the tenant has no such
     * connector.
     *
     * <p><b>Cancelling</b> abandons the answer.
     *
     * <p><b>Threads:</b> never blocks; signals arrive on a Netty event loop, or, where nothing was sent, on the thread of the
     * {@link TokenSource} or of the subscriber.
     */
    Mono<ConnectorDetails> get(Connector connector);

    /** Closes the connections of the directory's own pool; does nothing to those of an injected {@code HttpClient}. */
    @Override
    default void close() {}

    /** A directory with a connection pool of its own, like that of {@link ConnectorClient#create(GraphCloud, TokenSource)}. */
    static ConnectorDirectory create(GraphCloud cloud, TokenSource tokens) {
        return create(cloud, tokens, UnaryOperator.identity());
    }

    /** The same, but for what you change of its transport, as in {@link ConnectorClient#create(GraphCloud, TokenSource, UnaryOperator)}. */
    static ConnectorDirectory create(GraphCloud cloud, TokenSource tokens, UnaryOperator<HttpClient> change) {
        return new GraphConnectorDirectory(GraphTransport.pooled(cloud, tokens, change));
    }

    /** A directory over your own transport, as in {@link ConnectorClient#create(GraphCloud, TokenSource, HttpClient)}. */
    static ConnectorDirectory create(GraphCloud cloud, TokenSource tokens, HttpClient http) {
        return new GraphConnectorDirectory(GraphTransport.over(cloud, tokens, http));
    }
}
