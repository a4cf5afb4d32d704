package io.fansync.micrometer;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/** The HTTP leg, as OpenTelemetry names it. */
final class ObservedHttp {

    private static final String METHOD = "http.request.method";
    private static final String ADDRESS = "server.address";
    private static final String PORT = "server.port";
    private static final String STATUS = "http.response.status_code";
    private static final String ERROR = "error.type";

    private final ObservationRegistry registry;

    ObservedHttp(ObservationRegistry registry) {
        this.registry = registry;
    }

    HttpClient over(HttpClient http) {
        return http.mapConnect(this::observed)
                .doOnRequest((request, connection) -> describe(request))
                .doOnRequestError((request, failure) -> describe(request));
    }

    /** The answer's head comes as the connection that it came over. */
    private Mono<? extends Connection> observed(Mono<? extends Connection> exchange) {
        return Mono.deferContextual(context -> {
            Observation leg = Observation.createNotStarted(
                            "http.client.request.duration", ObservedHttp::clientContext, registry)
                    .lowCardinalityKeyValue(METHOD, "none")
                    .lowCardinalityKeyValue(ADDRESS, "none")
                    .lowCardinalityKeyValue(PORT, "none")
                    .lowCardinalityKeyValue(STATUS, "none")
                    .lowCardinalityKeyValue(ERROR, "none");
            OpenSyncs.parent(context, leg);
            leg.start();
            AtomicBoolean over = new AtomicBoolean();
            Runnable end = () -> {
                if (over.compareAndSet(false, true)) {
                    leg.stop();
                }
            };
            return exchange.doOnNext(connection -> answered(leg, connection))
                    .doOnError(failure -> failed(leg, failure))
                    .doOnTerminate(end)
                    .doOnCancel(end)
                    .contextWrite(inner -> inner.put(ObservedHttp.class, leg));
        });
    }

    /** A span of the kind "client", without its header. */
    private static SenderContext<Object> clientContext() {
        return new SenderContext<>((nothing, key, value) -> {}, Kind.CLIENT);
    }

    private static void describe(HttpClientRequest request) {
        request.currentContextView().<Observation>getOrEmpty(ObservedHttp.class).ifPresent(leg -> {
            String method = request.method().name();
            URI url = url(request);
            leg.contextualName(method)
                    .lowCardinalityKeyValue(METHOD, method)
                    .lowCardinalityKeyValue(ADDRESS, url.getHost())
                    .lowCardinalityKeyValue(PORT, String.valueOf(port(url)))
                    .highCardinalityKeyValue("url.full", url.toString());
        });
    }

    /** A request that no connection could be had for has no resource URL yet: its host and its path are known. */
    private static URI url(HttpClientRequest request) {
        String url = request.resourceUrl();
        String host = request.requestHeaders().get(HttpHeaderNames.HOST);
        return URI.create(url == null ? "https://" + host + request.uri() : url);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "http".equals(url.getScheme()) ? 80 : 443;
    }

    private static void answered(Observation leg, Connection connection) {
        if (connection instanceof HttpClientResponse response) {
            String status = String.valueOf(response.status().code());
            leg.lowCardinalityKeyValue(STATUS, status);
            if (response.status().code() >= 400) {
                leg.lowCardinalityKeyValue(ERROR, status);
            }
        }
    }

    private static void failed(Observation leg, Throwable failure) {
        leg.lowCardinalityKeyValue(ERROR, failure.getClass().getName());
        leg.error(failure);
    }
}
