package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.AccessToken;
import io.fansync.Connector;
import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.TokenSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

/** Of what does not answer. */
class ExaminationTest {

    private static final ConnectorDirectory SILENT = new ConnectorDirectory() {
        @Override
        public Flux<ConnectorDetails> list(String tenant) {
            return Flux.never();
        }

        @Override
        public Mono<ConnectorDetails> get(Connector connector) {
            return Mono.never();
        }
    };

    private final Examination examination = new Examination(GraphCloud.GLOBAL);

    @Test
    void says_how_long_it_waited_for_graph() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String graph = "http://127.0.0.1:" + silent.getLocalPort();
            Examination there = new Examination(GraphCloud.of(graph, "https://login.example"));

            StepVerifier.withVirtualTime(() -> there.graph(HttpClient.create()))
                    .thenAwait(Duration.ofSeconds(20))
                    .assertNext(finding -> assertThat(finding.line())
                            .isEqualTo("PROBLEM  Graph: " + graph + " cannot be reached: nothing came within 20 s"))
                    .verifyComplete();
        }
    }

    @Test
    void says_how_long_it_waited_for_a_token() {
        StepVerifier.withVirtualTime(() -> examination.tenant("a.com", request -> Mono.<AccessToken>never(), SILENT))
                .thenAwait(Duration.ofMinutes(1))
                .assertNext(finding ->
                        assertThat(finding.line()).isEqualTo("PROBLEM  a.com: no token: nothing came within 1 min 0 s"))
                .verifyComplete();
    }

    @Test
    void says_how_long_it_waited_for_the_connectors() {
        StepVerifier.withVirtualTime(() -> examination.tenant("a.com", TokenSource.fixed("token"), SILENT))
                .expectNextCount(1)
                .thenAwait(Duration.ofMinutes(1))
                .assertNext(finding -> assertThat(finding.line())
                        .isEqualTo("PROBLEM  a.com: not listed: nothing came within 1 min 0 s"))
                .verifyComplete();
    }
}
