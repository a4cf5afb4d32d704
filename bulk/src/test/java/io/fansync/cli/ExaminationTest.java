package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

class ExaminationTest {

    private static final ConnectorDirectory MUTE = new Pages(tenant -> Flux.never());

    private static void assertFound(TokenSource tokens, ConnectorDirectory directory, String line) {
        StepVerifier.withVirtualTime(() -> new Examination(GraphCloud.GLOBAL)
                        .tenant("contoso.com", tokens, directory)
                        .filter(Finding::isProblem))
                .thenAwait(Duration.ofMinutes(5))
                .assertNext(problem -> assertThat(problem.line()).isEqualTo(line))
                .expectComplete()
                .verify(Duration.ofSeconds(30));
    }

    @Test
    void waits_for_ever_neither_for_a_token_nor_for_a_list() {
        assertFound(request -> Mono.never(), MUTE, "PROBLEM  contoso.com: no token: nothing came for 5 min 0 s");
        assertFound(TokenSource.fixed("opaque"), MUTE, "PROBLEM  contoso.com: nothing came for 5 min 0 s");
    }

    @Test
    void says_how_long_it_waited_for_graph() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String graph = "http://127.0.0.1:" + silent.getLocalPort();
            Examination there = new Examination(GraphCloud.of(graph, "https://login.example"));

            StepVerifier.withVirtualTime(() -> there.graph(HttpClient.create()))
                    .thenAwait(Duration.ofSeconds(20))
                    .assertNext(finding -> assertThat(finding.line())
                            .isEqualTo("PROBLEM  Graph: " + graph + " cannot be reached: nothing came for 20 s"))
                    .verifyComplete();
        }
    }
}
