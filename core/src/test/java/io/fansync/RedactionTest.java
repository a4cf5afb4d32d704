package io.fansync;

import static io.fansync.FakeGraph.CONNECTOR;
import static io.fansync.FakeGraph.TOKEN;
import static io.fansync.FakeGraph.json;
import static io.fansync.FakeGraph.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import ch.qos.logback.classic.Level;
import io.fansync.SyncException.Denied;
import io.netty.handler.logging.LogLevel;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.logging.AdvancedByteBufFormat;

/** The token is a secret, whatever a server does with it, and what a request or an answer holds is nobody's business. */
@Timeout(60)
class RedactionTest {

    private static final String BODY = "\"syncType\"";
    private static final String ANSWER = "not-for-the-log";

    /** The server is no party to the secret: what it and its tests log does not count. */
    @AutoClose
    final Logs logs = Logs.of(Level.TRACE, Logger.ROOT_LOGGER_NAME, "reactor.netty", "io.fansync");

    final List<String> told = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void no_log_and_no_exception_tells_the_token_or_a_body(Wire wire) {
        try (FakeGraph graph = FakeGraph.on(wire)) {
            String echo = "{\"error\":{\"code\":\"" + TOKEN + "\",\"message\":\"you sent Bearer " + TOKEN + "\"}}";
            graph.answers(
                    status(204).addHeader("request-id", TOKEN).addHeader("x-ms-ags-diagnostic", "<" + TOKEN + ">"),
                    json(400, echo),
                    json(401, echo).addHeader("request-id", "x" + TOKEN),
                    json(500, echo + ANSWER),
                    json(
                            200,
                            "{\"value\":[{\"id\":\"" + ANSWER + "\"}], \"@odata.nextLink\":\"https://evil.example/\"}"),
                    status(302).addHeader("Location", "https://evil.example/" + TOKEN),
                    status(204).onResponseStart(new SocketEffect.CloseSocket(true, false, false)));
            ConnectorClient client = graph.client();

            for (int i = 0; i < 4; i++) {
                tell(client.sync(CONNECTOR, SyncType.FULL));
            }
            tell(graph.directory().list("contoso.com").then());
            tell(client.sync(CONNECTOR, SyncType.FULL));
            tell(client.sync(CONNECTOR, SyncType.FULL));
            tell(graph.client(request -> Mono.error(new IllegalStateException("lost")))
                    .sync(CONNECTOR, SyncType.FULL));
        }

        assertThat(told).hasSize(8).noneMatch(text -> text.contains(TOKEN));
        assertThat(logs.lines())
                .hasSizeGreaterThan(50)
                .noneMatch(line -> line.contains(TOKEN))
                .noneMatch(line -> line.contains(BODY))
                .noneMatch(line -> line.contains(ANSWER));
    }

    static Stream<Arguments> echoes() {
        String claims = base64("{\"sent\":\"" + TOKEN + "\"}");
        String escaped = TOKEN.replace("-", "\\u002d");
        String page = base64("You sent " + TOKEN + ".");
        return Stream.of(
                argumentSet("escaped", json(400, "{\"error\":{\"code\":\"" + escaped + "\"}}")),
                argumentSet("as claims", status(403).addHeader("WWW-Authenticate", "Bearer claims=" + claims)),
                argumentSet("as limit", status(429).addHeader("x-ms-throttle-scope", TOKEN)),
                argumentSet("in an item", json(200, """
                        {"responses":[{"id":"1","status":502,"headers":{"request-id":"%s"},"body":"%s"}]}""".formatted(escaped, page))));
    }

    @ParameterizedTest
    @MethodSource("echoes")
    void no_error_tells_the_token_that_a_server_repeats(MockResponse.Builder echo) {
        try (FakeGraph graph = FakeGraph.on(Wire.HTTP11)) {
            graph.answers(echo, echo);
            ConnectorClient client = graph.client();

            tell(client.sync(CONNECTOR, SyncType.FULL));
            tell(client.syncAll(CONNECTOR.tenant(), List.of(CONNECTOR.id()), SyncType.FULL)
                    .single()
                    .flatMap(answer -> Mono.error((SyncException) answer)));
        }

        assertThat(told).hasSize(2).noneMatch(text -> text.contains(TOKEN));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                TOKEN + " 204\r\n\r\n",
                "HTTP/1.1 " + TOKEN + "\r\n\r\n",
                "HTTP/1.1 204 No Content\r\nBearer " + TOKEN + ": x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + TOKEN + "\r\n",
            })
    void no_log_and_no_exception_tells_what_a_server_that_speaks_no_http_said(String answer) {
        try (RawServer server = RawServer.that(peer -> peer.read().write(answer).close())) {
            HttpClient http = HttpClient.create().responseTimeout(Duration.ofSeconds(30));

            tell(ConnectorClient.create(server.cloud(), TokenSource.fixed(TOKEN), http)
                    .sync(CONNECTOR, SyncType.FULL));
            tell(ConnectorDirectory.create(server.cloud(), TokenSource.fixed(TOKEN), http)
                    .get(CONNECTOR));
        }

        assertThat(told).hasSize(2).noneMatch(text -> text.toLowerCase(ROOT).contains(TOKEN));
        assertThat(logs.lines())
                .hasSizeGreaterThan(10)
                .noneMatch(line -> line.toLowerCase(ROOT).contains(TOKEN));
    }

    @Test
    void a_wiretap_is_the_users_own_and_adds_nothing_to_our_log() {
        try (FakeGraph graph = FakeGraph.on(Wire.HTTP11)) {
            graph.answers(status(204), status(500));
            ConnectorClient client = graph.clientOver(
                    http -> http.wiretap("users.wiretap", LogLevel.TRACE, AdvancedByteBufFormat.TEXTUAL));

            tell(client.sync(CONNECTOR, SyncType.FULL));
            tell(client.sync(CONNECTOR, SyncType.FULL));
        }

        assertThat(logs.lines()).anyMatch(line -> line.startsWith("TRACE users.wiretap") && line.contains(TOKEN));
        assertThat(logs.lines())
                .filteredOn(line -> !line.startsWith("TRACE users.wiretap"))
                .noneMatch(line -> line.contains(TOKEN));
    }

    @Test
    void we_log_nothing_above_debug() {
        try (FakeGraph graph = FakeGraph.on(Wire.HTTP11)) {
            graph.answers(status(204), status(429), status(500));

            Flux.range(0, 3)
                    .concatMap(
                            i -> graph.client().sync(CONNECTOR, SyncType.FULL).onErrorComplete())
                    .blockLast();
        }

        assertThat(logs.events())
                .filteredOn(event -> event.getLoggerName().startsWith("io.fansync"))
                .allMatch(event -> Level.DEBUG.isGreaterOrEqual(event.getLevel()));
    }

    private void tell(Mono<?> mono) {
        told.add(mono.map(Object::toString)
                .onErrorResume(error -> Mono.just(stackTrace(error)))
                .block());
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        if (error instanceof SyncException sync) {
            text.append(sync.code() + sync.detail() + sync.hint() + sync.trace());
            text.append(sync instanceof Denied denied ? denied.claims() : "");
        }
        return text.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
