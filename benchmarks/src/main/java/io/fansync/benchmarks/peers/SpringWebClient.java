package io.fansync.benchmarks.peers;

import io.fansync.Connector;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Spring's {@code WebClient}. */
final class SpringWebClient extends ReactorPeer {

    private final WebClient http;

    SpringWebClient(Site site) {
        super(site);
        this.http = WebClient.builder()
                .clientConnector(new ReactorClientHttpConnector(HttpClient.create(pool)))
                .build();
    }

    @Override
    Mono<Void> post(Connector connector) {
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
}
