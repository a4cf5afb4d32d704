package io.fansync;

import static java.util.Objects.requireNonNull;

import io.fansync.SyncException.Denied;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import java.net.URI;
import java.time.Duration;
import java.util.function.UnaryOperator;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** The way to one cloud's Graph: a token, one request, its judged answer. */
final class GraphTransport implements AutoCloseable {

    private static final String VERSION = "/v1.0";

    private final GraphCloud cloud;
    private final TokenSource tokens;
    private final HttpClient http;
    private final Disposable owned;

    private GraphTransport(GraphCloud cloud, TokenSource tokens, HttpClient http, Disposable owned) {
        this.cloud = requireNonNull(cloud, "cloud");
        this.tokens = requireNonNull(tokens, "tokens");
        this.http = http.followRedirect(false)
                .disableRetry(true)
                .headers(headers -> headers.set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON)
                        .set(HttpHeaderNames.USER_AGENT, userAgent()));
        this.owned = owned;
    }

    static GraphTransport over(GraphCloud cloud, TokenSource tokens, HttpClient http) {
        return new GraphTransport(cloud, tokens, http, Disposables.disposed());
    }

    /** Over connections of its own, the numbers of which {@link ConnectorClient#create(GraphCloud, TokenSource)} documents. */
    static GraphTransport pooled(GraphCloud cloud, TokenSource tokens, UnaryOperator<HttpClient> change) {
        ConnectionProvider pool = pool();
        HttpClient http = HttpClient.create(pool)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000)
                .responseTimeout(Duration.ofSeconds(100));
        return new GraphTransport(cloud, tokens, change.apply(http), pool);
    }

    private static ConnectionProvider pool() {
        ConnectionProvider.Builder pool = ConnectionProvider.builder("fansync")
                .maxConnections(500)
                .pendingAcquireMaxCount(-1)
                .lifo()
                .maxIdleTime(Duration.ofSeconds(60))
                .maxLifeTime(Duration.ofMinutes(10));
        return swept(pool, Duration.ofSeconds(30)).build();
    }

    /** On the event loops, which needs no thread; Reactor Netty 1.2 has no such choice, and takes one of Reactor's. */
    private static ConnectionProvider.Builder swept(ConnectionProvider.Builder pool, Duration every) {
        try {
            EventLoopGroup loops = HttpResources.get().onClient(LoopResources.DEFAULT_NATIVE);
            return pool.evictInBackground(every, Schedulers.fromExecutorService(loops));
        } catch (NoSuchMethodError before13) {
            return pool.evictInBackground(every);
        }
    }

    private static String userAgent() {
        String version = GraphTransport.class.getPackage().getImplementationVersion();
        return version == null ? "fansync" : "fansync/" + version;
    }

    URI uri(String path) {
        return URI.create(cloud.graph() + VERSION + path);
    }

    /** Each subscription sends one request, and a second one only where Graph challenges the token of the first. */
    <T> Mono<T> ask(GraphCall<T> call) {
        return leadsToGraph(call.uri())
                ? token(call, "")
                        .flatMap(token -> exchange(call, token)
                                .onErrorResume(
                                        Denied.class,
                                        denied -> challenged(denied) ? again(call, denied) : Mono.error(denied)))
                : Mono.error(() -> TransportErrors.astray(call, cloud));
    }

    private static boolean challenged(Denied denied) {
        return denied.trace().status() == 401 && !denied.claims().isEmpty();
    }

    private <T> Mono<T> again(GraphCall<T> call, Denied denied) {
        return token(call, denied.claims()).flatMap(token -> exchange(call, token));
    }

    private Mono<AccessToken> token(GraphCall<?> call, String claims) {
        return Mono.defer(() -> tokens.token(new TokenRequest(cloud, call.tenant(), claims)))
                .onErrorMap(error -> error instanceof SyncException ? error : TransportErrors.noToken(call, error))
                .switchIfEmpty(Mono.error(() -> TransportErrors.noToken(call, null)));
    }

    private <T> Mono<T> exchange(GraphCall<T> call, AccessToken token) {
        return new GraphExchange<>(call, token).over(http);
    }

    /** The token goes to the cloud's own scheme, host and port, and nowhere else. */
    private boolean leadsToGraph(URI uri) {
        URI graph = cloud.graph();
        return graph.getScheme().equalsIgnoreCase(uri.getScheme())
                && graph.getHost().equalsIgnoreCase(uri.getHost())
                && port(graph) == port(uri)
                && uri.getRawUserInfo() == null;
    }

    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    @Override
    public void close() {
        owned.dispose();
    }
}
