package io.fansync;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * The front door: asks Graph to sync connectors, of any number of tenants. One abstract method, so that a lambda is a fake.
 *
 * <p>A client sends what it is told to and keeps no queue: {@link Backoff} retries one sync, {@code fansync-bulk} syncs many
 * within the tenants' quotas.
 */
@FunctionalInterface
public interface ConnectorClient extends AutoCloseable {

    /**
     * Asks Graph to sync a connector.
     *
     * <p><b>Each subscription</b> sends one request, {@code POST /deviceManagement/exchangeConnectors/{id}/sync}, and never a
     * second, but for one repeat with a new token where Graph challenges the first one. The receipt says that Graph has
     * <em>accepted</em> the sync, which then goes on at Microsoft.
     *
     * <p><b>Errors:</b> always a {@link SyncException}.
     *
     * <p><b>Cancelling</b> abandons the answer; once the request is on its way, Graph may have accepted it all the same.
     *
     * <p><b>Threads:</b> never blocks; signals arrive on a Netty event loop, or, where nothing was sent, on the thread of the
     * {@link TokenSource} or of the subscriber.
     */
    Mono<SyncReceipt> sync(Connector connector, SyncType type);

    /** How many connectors {@link #syncAll} can take in one request; 1 if it has no way to send several at once. */
    default int batchSize() {
        return 1;
    }

    /**
     * Asks Graph to sync several connectors of a tenant.
     *
     * <p><b>Each subscription</b> sends one request, a
     * <a href="https://learn.microsoft.com/graph/json-batching">JSON batch</a>, and emits one answer for each id, in the order
     * of the ids. Each counts against the tenant's quota as if it had been sent alone. The default implementation sends
     * them one after the other.
     *
     * <p><b>Errors:</b> a {@link SyncException} if the batch as a whole was not answered; what became of its connectors follows
     * from that. The answers themselves are values, not errors.
     *
     * <p><b>Cancelling</b> abandons the answers; Graph may have accepted any of them.
     *
     * <p><b>Threads:</b> as {@link #sync}.
     *
     * @param ids at least one, at most {@link #batchSize()}
     * @throws IllegalArgumentException if the tenant or an id is not of {@link Connector}'s form; then nothing is sent
     */
    default Flux<SyncAnswer> syncAll(String tenant, List<String> ids, SyncType type) {
        List<Connector> connectors =
                ids.stream().map(id -> new Connector(tenant, id)).toList();
        return Flux.fromIterable(connectors)
                .concatMap(connector ->
                        sync(connector, type).cast(SyncAnswer.class).onErrorResume(SyncException.class, Mono::just));
    }

    /** Whose Graph it speaks to; empty for a fake. */
    default Optional<GraphCloud> cloud() {
        return Optional.empty();
    }

    /** Closes the connections of the client's own pool; does nothing to those of an injected {@code HttpClient}. */
    @Override
    default void close() {}

    /**
     * A client with a connection pool of its own, closed by {@link #close()}. It speaks HTTP/1.1 over TLS 1.2 or 1.3, and
     * trusts whom the JDK trusts. It opens up to 500 connections, prefers the one used last, and closes each when it was idle
     * for 60 seconds or is 10 minutes old, so that it follows Graph's DNS
     * (<a href="https://learn.microsoft.com/graph/best-practices-concept">best practices</a>). It waits 45 seconds for one of
     * them to be free, 10 seconds for a new one and 100 seconds for the next bytes of an answer. It starts no threads but
     * Reactor Netty's own, which all of its clients share.
     */
    static ConnectorClient create(GraphCloud cloud, TokenSource tokens) {
        return create(cloud, tokens, UnaryOperator.identity());
    }

    /**
     * As {@link #create(GraphCloud, TokenSource)}, but for what you change of its transport, such as {@code
     * HttpClient::proxyWithSystemProperties}.
     */
    static ConnectorClient create(GraphCloud cloud, TokenSource tokens, UnaryOperator<HttpClient> change) {
        return new GraphConnectorClient(GraphTransport.pooled(cloud, tokens, change));
    }

    /**
     * A client over your own transport, used as it is: proxy, TLS, protocol (HTTP/2 by {@code protocol(H2, HTTP11)}), timeouts,
     * metrics and event loops are those that the {@code HttpClient} was given. Redirects and Reactor Netty's own retry are
     * switched off, and {@code Authorization}, {@code Accept} and {@code User-Agent} are this client's. Give it a {@code
     * responseTimeout}: without one, it waits for an answer for ever.
     */
    static ConnectorClient create(GraphCloud cloud, TokenSource tokens, HttpClient http) {
        return new GraphConnectorClient(GraphTransport.over(cloud, tokens, http));
    }
}
