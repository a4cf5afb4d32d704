package io.fansync.benchmarks.peers;

import io.fansync.Connector;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.retry.Retry;

/** Spring's {@code WebClient} under {@code flatMap}, with {@code Retry.backoff}. */
final class SpringWebClient implements Peer {

    private final Site site;
    private final ConnectionProvider pool;
    private final WebClient http;

    SpringWebClient(Site site) {
        this.site = site;
        this.pool = ConnectionProvider.create("peer", site.concurrency());
        this.http = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(pool)))
                .build();
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
        return http.post()
                .uri(site.uri(connector))
                .headers(headers -> headers.setBearerAuth(Site.token(connector.tenant())))
                .accept(MediaType.APPLICATION_JSON)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(Site.BODY)
                .retrieve()
                .toBodilessEntity()
                .then()
                .doOnTerminate(() -> site.latencies().stop(start));
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
