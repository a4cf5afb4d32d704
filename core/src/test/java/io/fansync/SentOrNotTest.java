package io.fansync;

import static io.fansync.FakeGraph.CONNECTOR;
import static io.fansync.FakeGraph.TOKEN;
import static io.fansync.FakeGraph.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import java.time.Duration;
import java.util.stream.Stream;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ProxyProvider;
import reactor.test.StepVerifier;

/** An {@link Unavailable} says whether the request was sent; each server here is a real one, and knows better. */
@Timeout(60)
class SentOrNotTest {

    /** How long to wait for a server that never answers. What one sends before must be here by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final Duration EVER = Duration.ofMinutes(5);

    @AutoClose("dispose")
    final ConnectionProvider pool = ConnectionProvider.builder("test")
            .maxConnections(2)
            .pendingAcquireMaxCount(0)
            .build();

    final HttpClient http = HttpClient.create(pool).responseTimeout(EVER);
    final HttpClient impatient = http.responseTimeout(PATIENCE);

    private Mono<SyncReceipt> sync(GraphCloud cloud, HttpClient transport) {
        return ConnectorClient.create(cloud, TokenSource.fixed(TOKEN), transport)
                .sync(CONNECTOR, SyncType.FULL);
    }

    private static void verifyUnavailable(Mono<SyncReceipt> sync, boolean sent, String... message) {
        StepVerifier.create(sync)
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(Unavailable.class).hasMessageContainingAll(message);
                    assertThat(((Unavailable) error).sent()).isEqualTo(sent);
                    assertThat(((Unavailable) error).trace().clientRequestId()).isNotEmpty();
                })
                .verify();
    }

    @Nested
    class Not_sent {

        @Test
        void name_not_found() {
            verifyUnavailable(
                    sync(GraphCloud.of("https://graph.invalid", "https://login.example"), http),
                    false,
                    "contoso.com/42: could not connect to graph.invalid: Failed to resolve",
                    "; nothing was sent. Check the network");
        }

        @Test
        void connection_refused() {
            verifyUnavailable(
                    sync(GraphCloud.of("http://127.0.0.1:1", "https://login.example"), http),
                    false,
                    "contoso.com/42: could not connect to 127.0.0.1:1: Connection refused",
                    "; nothing was sent.");
        }

        @Test
        void server_does_not_speak_tls() {
            try (RawServer server = RawServer.that(peer -> peer.write("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
                verifyUnavailable(
                        sync(https(server), http), false, "could not connect to 127.0.0.1:", "not an SSL/TLS record");
            }
        }

        @Test
        void server_closes_during_the_handshake() {
            try (RawServer server = RawServer.that(RawServer.Peer::close)) {
                verifyUnavailable(sync(https(server), http), false, "could not connect to 127.0.0.1:");
            }
        }

        @Test
        void certificate_of_an_unknown_authority() {
            try (FakeGraph graph = FakeGraph.on(Wire.H2)) {
                verifyUnavailable(
                        sync(graph.cloud(), http),
                        false,
                        "unable to find valid certification path",
                        "have its CA trusted");
                assertThat(graph.requests()).isZero();
            }
        }

        @Test
        void certificate_of_another_name() {
            try (FakeGraph graph = FakeGraph.on(Wire.HTTP11_OVER_TLS)) {
                String otherwise = graph.cloud().graph().toString().replace("localhost", "127.0.0.1");

                verifyUnavailable(
                        sync(GraphCloud.of(otherwise, "https://login.example"), graph.http()),
                        false,
                        "No subject alternative names");
                assertThat(graph.requests()).isZero();
            }
        }

        @Test
        void proxy_refuses_the_way() {
            try (RawServer proxy = RawServer.that(peer -> peer.read()
                    .write("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")
                    .close())) {
                HttpClient proxied = http.proxy(to ->
                        to.type(ProxyProvider.Proxy.HTTP).host("127.0.0.1").port(proxy.port()));

                verifyUnavailable(
                        sync(GraphCloud.GLOBAL, proxied),
                        false,
                        "could not connect to graph.microsoft.com: ",
                        "407 Proxy Authentication Required");
                assertThat(proxy.requests()).singleElement().asString().doesNotContain(TOKEN);
            }
        }

        @Test
        void no_connection_is_free() {
            try (RawServer server = RawServer.that(peer -> peer.read().waitForTheClientToClose())) {
                Mono<SyncReceipt> sync = sync(server.cloud(), http);
                Disposable both = Disposables.composite(sync.subscribe(), sync.subscribe());
                FakeGraph.await(() -> server.requests().size() == 2);

                verifyUnavailable(sync, false, "could not connect to 127.0.0.1:", "pool has reached allocation limit");

                both.dispose();
                assertThat(server.requests()).hasSize(2);
            }
        }

        @Test
        void connection_lost_before_the_request_was_written() {
            try (RawServer server = RawServer.that(RawServer.Peer::waitForTheClientToClose)) {
                HttpClient closing = http.doOnRequest(
                        (request, connection) -> connection.channel().close());

                verifyUnavailable(sync(server.cloud(), closing), false, "closed BEFORE send");

                FakeGraph.await(() -> server.closedByClient() == 1);
                assertThat(server.requests()).isEmpty();
                assertThat(server.connections()).isEqualTo(1);
            }
        }

        @Test
        void cancelled_before_the_connection_stood() {
            try (RawServer server = RawServer.that(RawServer.Peer::waitForTheClientToClose)) {
                Disposable sync = sync(
                                https(server),
                                http.secure(tls -> tls.sslContext(Wire.trusting(Http11SslContextSpec.forClient()))
                                        .handshakeTimeout(PATIENCE)))
                        .subscribe();
                FakeGraph.await(() -> server.connections() == 1);

                sync.dispose();

                FakeGraph.await(() -> server.closedByClient() == 1);
                assertThat(server.requests()).isEmpty();
            }
        }

        private GraphCloud https(RawServer server) {
            return GraphCloud.of("https://127.0.0.1:" + server.port(), "https://login.example");
        }
    }

    @Nested
    class Sent_but_what_became_of_it_is_unknown {

        static Stream<Arguments> servers() {
            return Stream.of(
                    lost(
                            "closes in the headers",
                            peer -> peer.write("HTTP/1.1 204 No Con").close(),
                            "broke before"),
                    lost(
                            "closes after a header",
                            peer -> peer.write("HTTP/1.1 204 No Content\r\nrequest-id: 1\r\n")
                                    .close(),
                            "broke before the answer was complete"),
                    lost("closes after the request", RawServer.Peer::close, "broke before"),
                    lost("resets after the request", RawServer.Peer::reset, "broke before"),
                    lost("half-closes after the request", RawServer.Peer::halfClose, "broke before"),
                    lost(
                            "sends garbage",
                            peer -> peer.write("SSH-2.0-OpenSSH_9.2 " + TOKEN + "\r\n\r\n")
                                    .close(),
                            "is not HTTP"),
                    lost(
                            "sends a header that is too long",
                            peer -> peer.write("HTTP/1.1 204 No Content\r\nx: " + "a".repeat(10_000)),
                            "is not HTTP"),
                    lost(
                            "sends nothing but an interim answer",
                            peer -> peer.write("HTTP/1.1 103 Early Hints\r\n\r\n"),
                            "sent something else than the answer to this request"));
        }

        @ParameterizedTest
        @MethodSource("servers")
        void when_the_server(RawServer.Script afterTheRequest, String message) {
            try (RawServer server = RawServer.that(peer -> afterTheRequest.run(peer.read()))) {
                verifyUnavailable(
                        sync(server.cloud(), http),
                        true,
                        "contoso.com/42: ",
                        "127.0.0.1:" + server.port(),
                        message,
                        "Graph may have carried it out all the same");

                assertThat(server.requests()).hasSize(1);
                assertThat(server.connections()).isEqualTo(1);
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "HTTP/1.1 204 No Content\r\nrequest-"})
        void when_the_server_falls_silent(String after) {
            try (RawServer server =
                    RawServer.that(peer -> peer.read().write(after).waitForTheClientToClose())) {
                verifyUnavailable(
                        sync(server.cloud(), impatient),
                        true,
                        "contoso.com/42: 127.0.0.1:" + server.port() + " did not answer in time.",
                        "Graph may have carried it out all the same");

                assertThat(server.requests()).hasSize(1);
            }
        }

        @ParameterizedTest
        @EnumSource
        void when_the_server_closes_the_connection_over(Wire wire) {
            lose(wire, new SocketEffect.CloseSocket(true, false, false), EVER, "broke before");
        }

        @ParameterizedTest
        @EnumSource
        void when_the_server_falls_silent_over(Wire wire) {
            lose(wire, SocketEffect.Stall.INSTANCE, PATIENCE, "did not answer in time");
        }

        /** HTTP/2 could tell that a stream was not processed (RFC 9113, 8.7); Reactor Netty does not tell us. */
        @Test
        void when_the_server_resets_the_stream() {
            lose(Wire.H2, new SocketEffect.CloseStream(7), EVER, "broke before");
        }

        private static void lose(Wire wire, SocketEffect effect, Duration patience, String message) {
            try (FakeGraph graph = FakeGraph.on(wire)) {
                graph.answers(status(204).onResponseStart(effect));

                verifyUnavailable(
                        graph.clientOver(http -> http.responseTimeout(patience)).sync(CONNECTOR, SyncType.FULL),
                        true,
                        message);

                assertThat(graph.requests()).isEqualTo(1);
                graph.awaitIdle();
            }
        }

        @Test
        void and_no_other_request_gets_the_answer_that_comes_after_an_interim_one() {
            String both = "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n";
            try (RawServer server =
                    RawServer.that(peer -> peer.read().write(both).read())) {
                verifyUnavailable(sync(server.cloud(), http), true, "sent something else");
                verifyUnavailable(sync(server.cloud(), http), true, "sent something else");

                assertThat(server.connections()).isEqualTo(2);
            }
        }

        static Stream<Arguments> echoes() {
            return Stream.of(
                    argumentSet("at once", (RawServer.Script) peer -> {
                        String answer = accepted(peer.read());
                        peer.write(answer + answer).waitForTheClientToClose();
                    }),
                    argumentSet("when the next request is there", (RawServer.Script) peer -> {
                        String answer = accepted(peer.read());
                        peer.write(answer).read().write(answer).waitForTheClientToClose();
                    }));
        }

        private static String accepted(RawServer.Peer peer) {
            return "HTTP/1.1 204 No Content\r\nclient-request-id: " + peer.clientRequestId() + "\r\n\r\n";
        }

        /** Two requests over one connection, the second one of which is written as soon as the first one is answered. */
        @ParameterizedTest
        @MethodSource("echoes")
        void and_no_other_request_gets_the_answer_that_comes_twice(RawServer.Script script) {
            ConnectionProvider one = ConnectionProvider.create("one", 1);
            try (RawServer server = RawServer.that(script)) {
                Mono<SyncReceipt> sync = sync(server.cloud(), HttpClient.create(one));

                Mono<SyncReceipt> second =
                        Flux.mergeDelayError(2, sync, sync).skip(1).singleOrEmpty();
                verifyUnavailable(second, true, "sent something else");

                assertThat(server.connections()).isEqualTo(1);
                FakeGraph.await(() -> server.closedByClient() == 1);
            } finally {
                one.dispose();
            }
        }

        @Test
        void when_the_server_closes_without_reading() {
            try (RawServer server = RawServer.that(RawServer.Peer::close)) {
                verifyUnavailable(sync(server.cloud(), http), true, "broke before");
            }
        }

        private static Arguments lost(String what, RawServer.Script script, String message) {
            return argumentSet(what, script, message);
        }
    }

    @Nested
    class Answered_all_the_same_when_the_server {

        static Stream<Arguments> servers() {
            String answer = "HTTP/1.1 204 No Content\r\nrequest-id: r-1\r\n\r\n";
            return Stream.of(
                    answered("trickles", peer -> {
                        for (String letter : answer.split("")) {
                            peer.write(letter);
                        }
                    }),
                    answered("says 100 Continue first", peer -> peer.write("HTTP/1.1 100 Continue\r\n\r\n" + answer)),
                    answered(
                            "half-closes afterwards", peer -> peer.write(answer).halfClose()),
                    answered("closes afterwards", peer -> peer.write(answer).close()));
        }

        @ParameterizedTest
        @MethodSource("servers")
        void accepts(RawServer.Script afterTheRequest) {
            try (RawServer server = RawServer.that(peer -> afterTheRequest.run(peer.read()))) {
                StepVerifier.create(sync(server.cloud(), http)
                                .map(receipt -> receipt.trace().requestId()))
                        .expectNext("r-1")
                        .verifyComplete();
            }
        }

        static Stream<Arguments> refusals() {
            String refusal = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 99\r\n\r\n";
            return Stream.of(
                    answered(
                            "answers before it has read the request",
                            peer -> peer.write(refusal).read().close()),
                    answered(
                            "closes within the error's body",
                            peer -> peer.read().write(refusal).close()),
                    answered(
                            "stalls within the error's body",
                            peer -> peer.read().write(refusal).waitForTheClientToClose()),
                    answered("sends an error's body without end", peer -> {
                        peer.read().write(refusal.replaceFirst("Content-Length.*", "Transfer-Encoding: chunked"));
                        while (true) {
                            peer.write("3e8\r\n" + " ".repeat(1_000) + "\r\n");
                        }
                    }));
        }

        @ParameterizedTest
        @MethodSource("refusals")
        void refuses(RawServer.Script script) {
            try (RawServer server = RawServer.that(script)) {
                StepVerifier.create(sync(server.cloud(), impatient))
                        .expectErrorSatisfies(error ->
                                assertThat(((Throttled) error).retryAfter()).isEqualTo(Duration.ofSeconds(7)))
                        .verify();
            }
        }

        private static Arguments answered(String what, RawServer.Script script) {
            return argumentSet(what, script);
        }
    }
}
