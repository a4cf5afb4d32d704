package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.GraphCloud;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

class ExaminationTest {

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
