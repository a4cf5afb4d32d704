package io.fansync;

import static io.fansync.FakeGraph.CONNECTOR;
import static io.fansync.FakeGraph.TOKEN;
import static io.fansync.FakeGraph.json;
import static io.fansync.FakeGraph.status;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncAnswer.Trace;
import java.util.UUID;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@ParameterizedClass
@EnumSource
@Timeout(60)
class ConnectorClientTest {

    final Wire wire;
    final FakeGraph graph;

    ConnectorClientTest(Wire wire) {
        this.wire = wire;
        this.graph = FakeGraph.on(wire);
    }

    @AfterEach
    void leaves_no_connection_in_use() {
        graph.awaitIdle();
        graph.close();
    }

    @ParameterizedTest
    @CsvSource({"FULL, '{\"syncType\":\"fullSync\"}'", "DELTA, '{\"syncType\":\"deltaSync\"}'"})
    void sends_exactly_the_documented_request(SyncType type, String body) {
        graph.answers(status(204));

        graph.client().sync(CONNECTOR, type).block();

        RecordedRequest request = graph.seen();
        assertThat(request.getVersion()).isEqualTo(wire == Wire.H2 ? "HTTP/2" : "HTTP/1.1");
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getTarget()).isEqualTo("/v1.0/deviceManagement/exchangeConnectors/42/sync");
        assertThat(request.getHeaders().values("Authorization")).containsExactly("Bearer " + TOKEN);
        assertThat(request.getHeaders().values("Accept")).containsExactly("application/json");
        assertThat(request.getHeaders().values("Content-Type")).containsExactly("application/json");
        assertThat(request.getHeaders().values("Content-Length")).containsExactly("" + body.length());
        assertThat(request.getHeaders().get("Transfer-Encoding")).isNull();
        assertThat(request.getHeaders().get("User-Agent")).startsWith("fansync");
        assertThat(FakeGraph.body(request)).isEqualTo(body);
    }

    @Test
    void sends_the_id_as_one_encoded_segment_whatever_it_holds() {
        graph.answers(status(204));

        graph.client()
                .sync(new Connector("contoso.com", "../a b?c#d%2f&é*"), SyncType.FULL)
                .block();

        assertThat(graph.seen().getTarget())
                .isEqualTo("/v1.0/deviceManagement/exchangeConnectors/..%2Fa%20b%3Fc%23d%252f%26%C3%A9*/sync");
    }

    @Test
    void takes_a_204_for_a_receipt_with_what_support_asks_for() {
        graph.answers(status(204)
                .addHeader("Request-Id", "r-1")
                .addHeader("Date", "Fri, 20 Nov 2026 08:00:00 GMT")
                .addHeader("X-MS-AGS-Diagnostic", "{\"ServerInfo\":{}}"));

        SyncReceipt receipt = graph.client().sync(CONNECTOR, SyncType.DELTA).block();

        String sent = clientRequestId(graph.seen());
        Trace trace = new Trace(204, "r-1", sent, "Fri, 20 Nov 2026 08:00:00 GMT", "{\"ServerInfo\":{}}");
        assertThat(receipt).isEqualTo(new SyncReceipt(CONNECTOR, SyncType.DELTA, trace));
    }

    @Test
    void sends_nothing_before_it_is_subscribed_to_and_one_request_for_each_subscription() {
        graph.answers(status(204), status(204));
        Mono<SyncReceipt> sync = graph.client().sync(CONNECTOR, SyncType.FULL);
        assertThat(graph.requests()).isZero();

        sync.block();
        sync.block();

        String first = clientRequestId(graph.seen());
        String second = clientRequestId(graph.seen());
        assertThat(UUID.fromString(first).version()).isEqualTo(4);
        assertThat(UUID.fromString(first).variant()).isEqualTo(2);
        assertThat(second).isNotEqualTo(first);
        assertThat(graph.requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            200 | {}                                                                               | Rejected
            202 |                                                                                  | Rejected
            302 |                                                                                  | Rejected
            400 | {"error":{"code":"BadRequest","message":"Request not applicable to target tenant."}} | Rejected
            400 | {"error":{"code":"ResourceNotFound","message":"not here"}}                       | UnknownConnector
            401 | {"error":{"code":"InvalidAuthenticationToken","message":"expired"}}              | Denied
            403 | {"error":{"code":"Forbidden","message":"no scope"}}                              | Denied
            404 | {"error":{"code":"ResourceNotFound","message":"not here"}}                       | UnknownConnector
            412 | <html>no</html>                                                                  | Rejected
            429 | {"error":{"code":"TooManyRequests","message":"later"}}                           | Throttled
            500 | {"error":{"code":"InternalServerError","message":"oops"}}                        | Unavailable
            501 |                                                                                  | Rejected
            502 | <html>bad gateway</html>                                                         | Unavailable
            503 |                                                                                  | Unavailable
            504 |                                                                                  | Unavailable
            """)
    void judges_every_other_answer_and_sends_no_second_request(int status, String body, String judgement) {
        graph.answers(json(status, body == null ? "" : body).addHeader("request-id", "r-2"));

        StepVerifier.create(graph.client().sync(CONNECTOR, SyncType.FULL))
                .expectErrorSatisfies(error -> {
                    assertThat(error.getClass().getSimpleName()).isEqualTo(judgement);
                    assertThat(error).hasMessageStartingWith("contoso.com/42: " + status);
                    Trace trace = ((SyncException) error).trace();
                    assertThat(trace.status()).isEqualTo(status);
                    assertThat(trace.requestId()).isEqualTo("r-2");
                    assertThat(trace.clientRequestId()).isEqualTo(clientRequestId(graph.seen()));
                })
                .verify();
        assertThat(graph.requests()).isEqualTo(1);
    }

    @Test
    void judges_an_error_by_its_beginning() {
        String large = "{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"later\"}}" + " ".repeat(10_000_000);
        graph.answers(json(429, large));

        StepVerifier.create(graph.client().sync(CONNECTOR, SyncType.FULL))
                .expectErrorSatisfies(error ->
                        assertThat(((SyncException.Throttled) error).code()).isEqualTo("TooManyRequests"))
                .verify();
    }

    @Test
    void uses_a_connection_again_once_its_answer_was_read() {
        graph.answers(status(204), json(404, "{}"), json(429, "{\"error\":{}}"), status(204));

        ConnectorClient client = graph.client();

        for (int i = 0; i < 4; i++) {
            client.sync(CONNECTOR, SyncType.FULL).onErrorComplete().block();
            graph.awaitIdle();

            RecordedRequest request = graph.seen();
            assertThat(request.getConnectionIndex()).isZero();
            assertThat(request.getExchangeIndex()).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void follows_no_redirect_and_says_so(int status) {
        try (FakeGraph elsewhere = FakeGraph.on(wire)) {
            elsewhere.answers(status(204));
            graph.answers(status(status).addHeader("Location", elsewhere.cloud().graph() + "/v1.0/"));

            StepVerifier.create(
                            graph.clientOver(http -> http.followRedirect(true)).sync(CONNECTOR, SyncType.FULL))
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(SyncException.Rejected.class)
                            .hasMessageContaining("Redirects are not followed"))
                    .verify();

            assertThat(elsewhere.requests()).isZero();
        }
    }

    private static String clientRequestId(RecordedRequest request) {
        return requireNonNull(request.getHeaders().get("client-request-id"));
    }
}
