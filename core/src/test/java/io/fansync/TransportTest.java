package io.fansync;

import static io.fansync.FakeGraph.CONNECTOR;
import static io.fansync.FakeGraph.TOKEN;
import static io.fansync.FakeGraph.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncException.Unavailable;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.RecordedRequest;
import okhttp3.Handshake;
import okhttp3.TlsVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.ProxyProvider;
import reactor.test.StepVerifier;

@Timeout(60)
class TransportTest {

    private static final RawServer.Script ACCEPTS = peer -> {
        while (true) {
            peer.read().write("HTTP/1.1 204 No Content\r\n\r\n");
        }
    };

    @ParameterizedTest
    @CsvSource({"TLSv1.2, TLS_1_2", "TLSv1.3, TLS_1_3"})
    void speaks_tls(String protocol, TlsVersion version) {
        try (FakeGraph graph = FakeGraph.on(Wire.HTTP11_OVER_TLS)) {
            graph.answers(status(204));

            graph.clientOver(http -> http.secure(tls -> tls.sslContext(Wire.trusting(
                            Http11SslContextSpec.forClient().configure(context -> context.protocols(protocol))))))
                    .sync(CONNECTOR, SyncType.FULL)
                    .block();

            assertThat(graph.seen().getHandshake())
                    .extracting(Handshake::tlsVersion)
                    .isEqualTo(version);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "HTTP11")
    void goes_through_a_proxy_that_asks_for_a_password(Wire wire) {
        try (FakeGraph graph = FakeGraph.on(wire)) {
            graph.answers(status(200).inTunnel(), status(204));

            graph.clientOver(http -> http.proxy(to -> to.type(ProxyProvider.Proxy.HTTP)
                            .host("localhost")
                            .port(graph.server().getPort())
                            .username("ann")
                            .password(user -> "open sesame")))
                    .sync(CONNECTOR, SyncType.FULL)
                    .block();

            RecordedRequest connect = graph.seen();
            assertThat(connect.getMethod()).isEqualTo("CONNECT");
            assertThat(connect.getHeaders().get("Proxy-Authorization")).isEqualTo("Basic YW5uOm9wZW4gc2VzYW1l");
            assertThat(connect.getHeaders().get("Authorization")).isNull();
            RecordedRequest sync = graph.seen();
            assertThat(sync.getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
            assertThat(sync.getHeaders().get("Proxy-Authorization")).isNull();
        }
    }

    @Test
    void an_injected_client_runs_on_its_own_threads_alone() {
        LoopResources loops = LoopResources.create("users-own", 1, true);
        ConnectionProvider pool = ConnectionProvider.create("users-own", 1);
        try (RawServer server = RawServer.that(ACCEPTS)) {
            Set<Thread> before = threads();

            ConnectorClient.create(
                            server.cloud(),
                            TokenSource.fixed(TOKEN),
                            HttpClient.create(pool).runOn(loops))
                    .sync(CONNECTOR, SyncType.FULL)
                    .block();

            assertThat(startedSince(before))
                    .allSatisfy(thread -> assertThat(thread.getName()).containsAnyOf("users-own", "raw-server"));
        } finally {
            pool.dispose();
            loops.dispose();
        }
    }

    @Test
    void a_client_of_its_own_runs_on_reactor_nettys_event_loops_alone() {
        try (RawServer server = RawServer.that(ACCEPTS)) {
            Set<Thread> before = threads();

            try (ConnectorClient client = ConnectorClient.create(server.cloud(), TokenSource.fixed(TOKEN))) {
                client.sync(CONNECTOR, SyncType.FULL).block();
            }

            assertThat(startedSince(before))
                    .allSatisfy(thread -> assertThat(thread.getName()).containsAnyOf("reactor-http", "raw-server"));
        }
    }

    @Test
    void one_sync_after_the_other_takes_one_connection() {
        try (RawServer server = RawServer.that(ACCEPTS);
                ConnectorClient client = ConnectorClient.create(server.cloud(), TokenSource.fixed(TOKEN))) {
            client.sync(CONNECTOR, SyncType.FULL).repeat(9).blockLast();

            assertThat(server.requests()).hasSize(10);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void closing_a_client_closes_the_connections_that_it_opened() {
        try (RawServer server = RawServer.that(ACCEPTS)) {
            ConnectorClient client = ConnectorClient.create(server.cloud(), TokenSource.fixed(TOKEN));
            client.sync(CONNECTOR, SyncType.FULL).block();

            client.close();

            FakeGraph.await(() -> server.closedByClient() == 1);
        }
    }

    @Test
    void closing_a_directory_closes_the_connections_that_it_opened() {
        try (RawServer server = RawServer.that(ACCEPTS)) {
            ConnectorDirectory directory = ConnectorDirectory.create(server.cloud(), TokenSource.fixed(TOKEN));
            directory.get(CONNECTOR).onErrorComplete().block();

            directory.close();

            FakeGraph.await(() -> server.closedByClient() == 1);
        }
    }

    @Test
    void closing_a_client_leaves_an_injected_ones_connections_open() {
        try (FakeGraph graph = FakeGraph.on(Wire.HTTP11)) {
            graph.answers(status(204), status(204));
            ConnectorClient client = graph.client();
            client.sync(CONNECTOR, SyncType.FULL).block();
            graph.awaitIdle();

            client.close();

            client.sync(CONNECTOR, SyncType.FULL).block();
            assertThat(graph.seen().getExchangeIndex()).isZero();
            assertThat(graph.seen().getExchangeIndex()).isEqualTo(1);
        }
    }

    @Test
    void uses_no_connection_again_that_answered_503() {
        try (FakeGraph graph = FakeGraph.on(Wire.HTTP11)) {
            graph.answers(status(503), status(204));

            graph.client().sync(CONNECTOR, SyncType.FULL).onErrorComplete().block();
            graph.awaitIdle();
            graph.client().sync(CONNECTOR, SyncType.FULL).block();

            assertThat(graph.seen().getConnectionIndex()).isZero();
            assertThat(graph.seen().getConnectionIndex()).isEqualTo(1);
        }
    }

    @Test
    void does_not_repeat_of_its_own_accord_what_a_stale_connection_lost() {
        try (RawServer server = RawServer.that(peer ->
                peer.read().write("HTTP/1.1 204 No Content\r\n\r\n").read().reset())) {
            ConnectionProvider one = ConnectionProvider.create("one", 1);
            ConnectorClient client =
                    ConnectorClient.create(server.cloud(), TokenSource.fixed(TOKEN), HttpClient.create(one));
            client.sync(CONNECTOR, SyncType.FULL).block();

            StepVerifier.create(client.sync(CONNECTOR, SyncType.FULL))
                    .expectErrorMatches(error -> error instanceof Unavailable lost && lost.sent())
                    .verify();

            assertThat(server.requests()).hasSize(2);
            one.dispose();
        }
    }

    @Test
    void walks_over_a_thousand_pages() {
        AtomicInteger pages = new AtomicInteger();
        RawServer.Script script = peer -> {
            while (true) {
                peer.read();
                int page = pages.incrementAndGet();
                String link = page < 1_000 ? ",\"@odata.nextLink\":\"exchangeConnectors?page=" + page + "\"" : "";
                String body = "{\"value\":[{\"id\":\"" + page + "\"}]" + link + "}";
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        };
        try (RawServer server = RawServer.that(script);
                ConnectorDirectory directory = ConnectorDirectory.create(server.cloud(), TokenSource.fixed(TOKEN))) {
            StepVerifier.create(directory.list("contoso.com"))
                    .expectNextCount(1_000)
                    .verifyComplete();
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet();
    }

    private static Set<Thread> startedSince(Set<Thread> before) {
        Set<Thread> started = new HashSet<>(threads());
        started.removeAll(before);
        return started;
    }
}
