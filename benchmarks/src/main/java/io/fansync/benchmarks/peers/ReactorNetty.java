package io.fansync.benchmarks.peers;

import io.fansync.Connector;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/** Reactor Netty's {@code HttpClient}. */
final class ReactorNetty extends ReactorPeer {

    private static final ByteBuf BODY = Unpooled.unreleasableBuffer(
            Unpooled.copiedBuffer(Site.BODY, StandardCharsets.UTF_8).asReadOnly());

    private final HttpClient http;

    ReactorNetty(Site site) {
        super(site);
        this.http = HttpClient.create(pool)
                .headers(headers -> headers.set("Accept", "application/json").set("Content-Type", "application/json"));
    }

    @Override
    Mono<Void> post(Connector connector) {
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
}
