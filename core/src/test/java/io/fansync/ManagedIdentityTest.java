package io.fansync;

import static java.util.Locale.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.microsoft.aad.msal4j.AzureHost;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.junit5.StartStop;
import okhttp3.Headers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

@Timeout(60)
class ManagedIdentityTest {

    private static final TokenRequest REQUEST = new TokenRequest(GraphCloud.GLOBAL, "contoso.com");

    private final TokenSource tokens =
            TokenSource.managedIdentity(ManagedIdentityId.userAssignedClientId("my-identity"), HttpClient.create());

    @StartStop
    private final MockWebServer host = new MockWebServer();

    @BeforeEach
    void run_in_app_service() {
        AzureHost.environment(
                Map.of("IDENTITY_ENDPOINT", host.url("/msi/token").toString(), "IDENTITY_HEADER", "proof"));
    }

    @AfterEach
    void run_where_it_really_does() {
        AzureHost.reset();
    }

    @Test
    void asks_the_host_for_a_token_for_graph() throws InterruptedException {
        Instant end = Instant.ofEpochSecond(Instant.now().getEpochSecond() + 3_600);
        answer(
                200,
                "{\"access_token\":\"one\",\"expires_on\":\"" + end.getEpochSecond() + "\",\"token_type\":\"Bearer\"}");

        StepVerifier.create(tokens.token(REQUEST))
                .expectNext(new AccessToken("one", end))
                .verifyComplete();
        StepVerifier.create(tokens.token(REQUEST)).expectNextCount(1).verifyComplete();

        RecordedRequest asked = host.takeRequest();
        assertThat(asked.getHeaders().get("X-IDENTITY-HEADER")).isEqualTo("proof");
        assertThat(asked.getUrl().queryParameter("resource")).isEqualTo("https://graph.microsoft.com");
        assertThat(asked.getUrl().queryParameter("client_id")).isEqualTo("my-identity");
        assertThat(host.getRequestCount()).isEqualTo(1);
    }

    static Stream<HttpClient> transports() {
        Consumer<HttpHeaders> basic = headers -> headers.set("Authorization", "Basic c29tZWJvZHk=");
        HttpClient http = HttpClient.create();
        return Stream.of(
                http.headers(basic),
                http.headersWhen(headers -> Mono.just(headers).doOnNext(basic)),
                http.doOnRequest((request, connection) -> basic.accept(request.requestHeaders())));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void the_host_is_not_sent_what_a_transport_sends_to_others(HttpClient http) throws InterruptedException {
        answer(400, "{\"error\":\"invalid_request\"}");

        StepVerifier.create(TokenSource.managedIdentity(ManagedIdentityId.systemAssigned(), http)
                        .token(REQUEST))
                .verifyError(Denied.class);

        assertThat(host.takeRequest().getHeaders().get("Authorization")).isNull();
    }

    @Test
    void what_speaks_no_http_is_quoted_nowhere() {
        try (RawServer echo = RawServer.that(
                        peer -> peer.read().write("my-proof 200\r\n\r\n").close());
                Logs logs = Logs.of(Level.TRACE, "reactor.netty")) {
            AzureHost.environment(Map.of(
                    "IDENTITY_ENDPOINT", "http://127.0.0.1:" + echo.port() + "/msi", "IDENTITY_HEADER", "my-proof"));

            StepVerifier.create(tokens.token(REQUEST))
                    .verifyErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(Unavailable.class)
                            .hasMessageContaining("is not HTTP")
                            .hasNoCause());

            assertThat(logs.lines())
                    .isNotEmpty()
                    .noneMatch(line -> line.toLowerCase(ROOT).contains("my-proof"));
        }
    }

    @Test
    void a_challenge_leads_to_another_request() {
        long end = Instant.now().getEpochSecond() + 3_600;
        answer(200, "{\"access_token\":\"one\",\"expires_on\":\"" + end + "\",\"token_type\":\"Bearer\"}");
        answer(200, "{\"access_token\":\"two\",\"expires_on\":\"" + end + "\",\"token_type\":\"Bearer\"}");
        tokens.token(REQUEST).block();

        TokenRequest challenged = new TokenRequest(GraphCloud.GLOBAL, "contoso.com", "{\"access_token\":{}}");
        StepVerifier.create(tokens.token(challenged).map(AccessToken::value))
                .expectNext("two")
                .verifyComplete();
        assertThat(host.getRequestCount()).isEqualTo(2);
    }

    @Test
    void an_identity_that_is_not_there_is_denied() {
        answer(400, "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}");

        StepVerifier.create(tokens.token(REQUEST))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Denied.class)
                        .hasMessage("sign-in to contoso.com: invalid_request: Identity not found"));
        assertThat(host.getRequestCount()).isEqualTo(1);
    }

    @Test
    void what_is_no_azure_host_says_so() {
        answer(404, "<html>Not found</html>");

        StepVerifier.create(tokens.token(REQUEST))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Denied.class)
                        .hasMessage("sign-in to contoso.com: the Azure host answered 404, but no token."
                                + " Check that this machine or app was assigned the managed identity."));
    }

    @Test
    void a_host_that_is_busy_or_updating_is_asked_once_and_later() {
        host.enqueue(new MockResponse(429, Headers.of("Retry-After", "7"), ""));
        StepVerifier.create(tokens.token(REQUEST))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                Throttled.class,
                                throttled -> assertThat(throttled.retryAfter()).isEqualTo(Duration.ofSeconds(7))));

        for (int status : new int[] {410, 500, 503}) {
            answer(status, "");
            TokenSource fresh = TokenSource.managedIdentity(ManagedIdentityId.systemAssigned(), HttpClient.create());
            StepVerifier.create(fresh.token(REQUEST)).verifyError(Unavailable.class);
        }
        assertThat(host.getRequestCount()).isEqualTo(4);
    }

    @Test
    void away_from_azure_there_is_none() {
        AzureHost.environment(Map.of("IDENTITY_ENDPOINT", "http://127.0.0.1:1", "IDENTITY_HEADER", "proof"));

        StepVerifier.create(tokens.token(REQUEST))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining("127.0.0.1:1 could not be reached")
                        .hasMessageEndingWith("A managed identity is to be had on Azure alone, by what runs there."));
    }

    /** MSAL reads keys from one directory alone, that of Azure's agent: this needs the right to write there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void on_azure_arc_the_host_is_shown_the_key_that_it_pointed_to() throws Exception {
        run_on_azure_arc();
        ArcKey.during("the-key-of-arc", key -> {
            host.enqueue(new MockResponse(401, Headers.of("WWW-Authenticate", "Basic realm=" + key), ""));
            answer(200, "{\"access_token\":\"one\",\"expires_on\":\"4102444800\",\"token_type\":\"Bearer\"}");

            StepVerifier.create(arc().map(AccessToken::value)).expectNext("one").verifyComplete();
        });

        assertThat(host.takeRequest().getHeaders().get("Metadata")).isEqualTo("true");
        RecordedRequest second = host.takeRequest();
        assertThat(second.getHeaders().get("Authorization")).isEqualTo("Basic the-key-of-arc");
        assertThat(second.getUrl().queryParameter("resource")).isEqualTo("https://graph.microsoft.com");
    }

    @Test
    void on_azure_arc_a_key_in_a_strange_place_is_not_read() {
        run_on_azure_arc();
        host.enqueue(new MockResponse(401, Headers.of("WWW-Authenticate", "Basic realm=/etc/passwd"), ""));

        StepVerifier.create(arc())
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Denied.class)
                        .hasMessageContaining("managed_identity_file_read_error"));
        assertThat(host.getRequestCount()).isEqualTo(1);
    }

    private void run_on_azure_arc() {
        AzureHost.environment(Map.of(
                "IDENTITY_ENDPOINT", host.url("/metadata/identity/oauth2/token").toString(),
                "IMDS_ENDPOINT", host.url("/").toString()));
    }

    private static Mono<AccessToken> arc() {
        return TokenSource.managedIdentity(ManagedIdentityId.systemAssigned(), HttpClient.create())
                .token(REQUEST);
    }

    private void answer(int status, String body) {
        host.enqueue(new MockResponse(status, Headers.EMPTY, body));
    }
}
