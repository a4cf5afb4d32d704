package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Unavailable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

/** Tenants share connections, but no tenant gets the answer to another's request. */
@Timeout(60)
class SignInAnswersTest {

    private final AtomicReference<ConnectionPoolMetrics> pool = new AtomicReference<>();

    @AutoClose("dispose")
    private final ConnectionProvider one = ConnectionProvider.builder("one")
            .maxConnections(1)
            .metrics(true, () -> (name, id, address, metrics) -> pool.set(metrics))
            .build();

    private final HttpClient http =
            HttpClient.create(one).secure(tls -> tls.sslContext(Wire.trusting(Http11SslContextSpec.forClient())));

    private final TokenSource tokens =
            TokenSource.msal("my-app", ClientCredentialFactory.createFromSecret("my-secret"), http);

    @Test
    void one_that_comes_twice_at_once() {
        verifyOneTokenAndOneFailure(peer -> {
            String answer = token(peer.read());
            FakeGraph.await(() -> pool.get().pendingAcquireSize() == 1);
            peer.write(answer + answer).waitForTheClientToClose();
        });
    }

    @Test
    void one_that_comes_again_when_the_next_request_is_there() {
        verifyOneTokenAndOneFailure(peer -> {
            String answer = token(peer.read());
            peer.write(answer).read().write(answer).waitForTheClientToClose();
        });
    }

    @Test
    void one_that_comes_after_an_interim_one() {
        try (RawServer server = RawServer.overTls(peer -> peer.read()
                .write("HTTP/1.1 103 Early Hints\r\n\r\n" + token(peer))
                .waitForTheClientToClose())) {
            assertThat(outcome(server, "tenant-1.example").block()).isInstanceOf(Unavailable.class);
            assertThat(outcome(server, "tenant-2.example").block()).isInstanceOf(Unavailable.class);

            assertThat(server.connections()).isEqualTo(2);
        }
    }

    @Test
    void but_all_requests_of_one_sign_in_may_have_the_same_id(@TempDir Path directory) {
        String code = "{\"user_code\":\"A\",\"device_code\":\"B\",\"verification_uri\":\"https://login.example\","
                + "\"expires_in\":900,\"interval\":1,\"message\":\"Enter A\"}";
        try (RawServer server = RawServer.overTls(peer -> {
            peer.write(answer(peer.read(), "200 OK", code));
            peer.write(answer(peer.read(), "400 Bad Request", "{\"error\":\"access_denied\"}"));
            peer.waitForTheClientToClose();
        })) {
            SignInFlow flow = new DeviceCodeSignIn("my-app", directory, prompt -> {}, pause -> {});
            SignIn signIn = new SignIn(flow, new SignInHttp(http));

            StepVerifier.create(signIn.with(request(server, "tenant-1.example")))
                    .verifyError(Denied.class);

            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    private void verifyOneTokenAndOneFailure(RawServer.Script script) {
        try (RawServer server = RawServer.overTls(script)) {
            List<Object> outcomes = Flux.just("tenant-1.example", "tenant-2.example")
                    .flatMap(tenant -> outcome(server, tenant))
                    .collectList()
                    .block();

            assertThat(outcomes).hasAtLeastOneElementOfType(AccessToken.class);
            assertThat(outcomes).hasAtLeastOneElementOfType(Unavailable.class);
            assertThat(server.connections()).isEqualTo(1);
            FakeGraph.await(() -> server.closedByClient() == 1);
        }
    }

    private Mono<Object> outcome(RawServer server, String tenant) {
        return tokens.token(request(server, tenant)).cast(Object.class).onErrorResume(Mono::just);
    }

    private static TokenRequest request(RawServer server, String tenant) {
        return new TokenRequest(GraphCloud.of("https://graph.example", "https://localhost:" + server.port()), tenant);
    }

    private static String token(RawServer.Peer peer) {
        return answer(peer, "200 OK", "{\"token_type\":\"Bearer\",\"access_token\":\"opaque\",\"expires_in\":3599}");
    }

    private static String answer(RawServer.Peer peer, String status, String body) {
        return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nclient-request-id: "
                + peer.clientRequestId() + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }
}
