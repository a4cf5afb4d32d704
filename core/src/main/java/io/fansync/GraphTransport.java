package io.fansync;

import static java.util.Objects.requireNonNull;

import io.fansync.SyncException.Denied;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.SocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClient.RequestSender;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.AddressUtils;

/** The way to one cloud's Graph: a token, one request, its judged answer. */
final class GraphTransport implements AutoCloseable {

    private static final String VERSION = "/v1.0";

    private final GraphCloud cloud;
    private final String root;
    private final TokenSource tokens;
    private final Optional<Duration> patience;
    private final RequestSender get;
    private final RequestSender post;
    private final Bearer bearer = new Bearer();
    private final Disposable owned;

    private GraphTransport(GraphCloud cloud, TokenSource tokens, HttpClient http, Disposable owned) {
        this.cloud = requireNonNull(cloud, "cloud");
        this.root = cloud.graph().getRawPath() + VERSION;
        this.tokens = requireNonNull(tokens, "tokens");
        this.patience = Optional.ofNullable(http.configuration().responseTimeout());
        HttpClient graph = bound(http, cloud.graph()).responseTimeout(null);
        this.get = graph.request(HttpMethod.GET);
        this.post = graph.headers(
                        headers -> headers.set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON))
                .request(HttpMethod.POST);
        this.owned = owned;
    }

    /**
     * Speaks to Graph's scheme, host and port and to nothing else, whatever it is asked for: requests are known by their paths. So
     * the token cannot go astray, and no request has to be taken apart again to find out where it goes.
     */
    private static HttpClient bound(HttpClient http, URI graph) {
        SocketAddress address = AddressUtils.createUnresolved(graph.getHost(), port(graph));
        HttpClient bound = http.baseUrl("")
                .remoteAddress(() -> address)
                .followRedirect(false)
                .disableRetry(true)
                .doOnRequest((request, connection) -> DecoderFailures.keepQuiet(connection))
                .headers(headers -> headers.set(HttpHeaderNames.HOST, graph.getRawAuthority())
                        .set(HttpHeaderNames.ACCEPT, HttpHeaderValues.APPLICATION_JSON)
                        .set(HttpHeaderNames.USER_AGENT, userAgent()));
        if (graph.getScheme().equals("http")) {
            return bound.noSSL();
        }
        return bound.configuration().isSecure() ? bound : bound.secure();
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
                .pendingAcquireTimeout(Duration.ofSeconds(45))
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

    GraphCloud cloud() {
        return cloud;
    }

    /** The path, from the root of Graph's host, of what lies there below the version. */
    String path(String below) {
        return root + below;
    }

    /** Where that is. */
    URI uri(String below) {
        return URI.create(cloud.graph() + VERSION + below);
    }

    /** Each subscription sends one request, and a second one only where Graph challenges the token of the first. */
    <T> Mono<T> ask(GraphCall<T> call) {
        return token(call, "")
                .flatMap(token -> exchange(
                        call, token, error -> isChallenge(error) ? again(call, (Denied) error) : Mono.error(error)));
    }

    private static boolean isChallenge(SyncException error) {
        return error instanceof Denied denied
                && denied.trace().status() == 401
                && !denied.claims().isEmpty();
    }

    private <T> Mono<T> again(GraphCall<T> call, Denied denied) {
        return token(call, denied.claims()).flatMap(token -> exchange(call, token, Mono::error));
    }

    private Mono<AccessToken> token(GraphCall<?> call, String claims) {
        return Mono.defer(() -> tokens.token(new TokenRequest(cloud, call.tenant(), claims)))
                .onErrorMap(error ->
                        error instanceof SyncException judged ? judged.unsent() : TransportErrors.noToken(call, error))
                .switchIfEmpty(Mono.error(() -> TransportErrors.noToken(call, null)));
    }

    private <T> Mono<T> exchange(GraphCall<T> call, AccessToken token, Function<SyncException, Mono<T>> otherwise) {
        String host = cloud.graph().getRawAuthority();
        HttpHeaders authorization = bearer.header(token, call.tenant());
        return new GraphExchange<>(call, host, new SentToken(token.value()), authorization, patience)
                .over(call.method() == HttpMethod.GET ? get : post, otherwise);
    }

    /** True if the URI is of the cloud's own scheme, host and port. */
    boolean isAt(URI uri) {
        URI graph = cloud.graph();
        return graph.getScheme().equalsIgnoreCase(uri.getScheme())
                && graph.getHost().equalsIgnoreCase(uri.getHost())
                && port(graph) == port(uri)
                && uri.getRawUserInfo() == null;
    }

    /** What to say of a URI that is not. */
    String astray(URI uri) {
        boolean quotable = uri.getHost() != null && uri.getRawUserInfo() == null;
        String where = quotable ? "to " + uri.getScheme() + "://" + uri.getRawAuthority() : "elsewhere";
        return "the token for " + cloud.graph() + " is not sent " + where;
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
