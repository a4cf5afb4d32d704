package io.fansync.benchmarks.peers;

import io.fansync.Connector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.retry.Retry;

/** Reactor Netty's {@code HttpClient} under {@code flatMap}, with {@code Retry.backoff}. */
final class ReactorNetty implements Peer {

    private static final ByteBuf BODY = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer(Site.BODY, StandardCharsets.UTF_8).asReadOnly());

    private final Site site;
    private final ConnectionProvider pool;
    private final HttpClient http;

    ReactorNetty(Site site) {
        this.site = site;
        this.pool = ConnectionProvider.create("peer", site.concurrency());
        this.http = HttpClient.create(pool)
                .headers(headers -> headers.set("Accept", "application/json").set("Content-Type", "application/json"));
    }

    @Override
    public void sync(List<Connector> connectors, Consumer<Connector> failed) {
        Flux.fromIterable(connectors)
                .flatMap(connector -> one(connector, failed), site.concurrency())
                .blockLast();
    }

    private Mono<Void> one(Connector connector, Consumer<Connector> failed) {
        return Mono.defer(() -> post(connector))
                .retryWhen(Retry.backoff(5, Duration.ofMillis(100)))
                .onErrorResume(refused -> {
                    failed.accept(connector);
                    return Mono.empty();
                });
    }

    private Mono<Void> post(Connector connector) {
        long start = site.latencies().start();
        return http.headers(headers -> headers.set("Authorization", "Bearer " + Site.token(connector.tenant())))
                .post()
                .uri(site.uri(connector))
                .send((request, out) -> out.sendObject(BODY.duplicate()))
                .responseSingle((response, body) -> body.then(judged(response)))
                .doOnTerminate(() -> site.latencies().stop(start));
    }

    private static Mono<Void> judged(HttpClientResponse response) {
        int status = response.status().code();
        return status == 204 ? Mono.empty() : Mono.error(new IllegalStateException("status " + status));
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
