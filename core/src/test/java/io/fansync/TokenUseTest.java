package io.fansync;

import static io.fansync.FakeGraph.CONNECTOR;
import static io.fansync.FakeGraph.json;
import static io.fansync.FakeGraph.status;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Throttled;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.test.StepVerifier;

@Timeout(60)
class TokenUseTest {

    /** Of {@code {"access_token":{"nbf":{"essential":true}}}}. */
    private static final String CHALLENGE = "Bearer realm=\"\", error=\"insufficient_claims\", "
            + "claims=\"eyJhY2Nlc3NfdG9rZW4iOnsibmJmIjp7ImVzc2VudGlhbCI6dHJ1ZX19fQ==\"";

    private static final String CLAIMS = "{\"access_token\":{\"nbf\":{\"essential\":true}}}";

    @AutoClose
    final FakeGraph graph = FakeGraph.on(Wire.HTTP11);

    final List<TokenRequest> asked = new ArrayList<>();

    @Test
    void asks_for_a_token_of_the_cloud_and_tenant_at_each_subscription() {
        graph.answers(status(204), status(204));
        Mono<SyncReceipt> sync = graph.client(this::numbered).sync(CONNECTOR, SyncType.FULL);

        sync.then(sync).block();

        assertThat(asked)
                .containsExactly(
                        new TokenRequest(graph.cloud(), "contoso.com"), new TokenRequest(graph.cloud(), "contoso.com"));
        assertThat(graph.seen().getHeaders().get("Authorization")).isEqualTo("Bearer token-1");
        assertThat(graph.seen().getHeaders().get("Authorization")).isEqualTo("Bearer token-2");
    }

    @Test
    void repeats_a_challenged_request_once_with_a_token_that_meets_the_claims() {
        graph.answers(challenge(), status(204));

        StepVerifier.create(graph.client(this::numbered).sync(CONNECTOR, SyncType.FULL))
                .expectNextMatches(receipt -> receipt.trace().status() == 204)
                .verifyComplete();

        assertThat(asked).extracting(TokenRequest::claims).containsExactly("", CLAIMS);
        assertThat(graph.seen().getHeaders().get("Authorization")).isEqualTo("Bearer token-1");
        assertThat(graph.seen().getHeaders().get("Authorization")).isEqualTo("Bearer token-2");
    }

    @Test
    void takes_a_second_challenge_for_an_error() {
        graph.answers(challenge(), challenge(), status(204));

        StepVerifier.create(graph.client(this::numbered).sync(CONNECTOR, SyncType.FULL))
                .expectErrorSatisfies(
                        error -> assertThat(((Denied) error).claims()).isEqualTo(CLAIMS))
                .verify();

        assertThat(graph.requests()).isEqualTo(2);
    }

    @Test
    void asks_for_no_other_token_after_a_401_without_a_challenge() {
        graph.answers(json(401, "{\"error\":{\"code\":\"UnknownError\",\"message\":\"\"}}"), status(204));

        StepVerifier.create(graph.client(this::numbered).sync(CONNECTOR, SyncType.FULL))
                .expectError(Denied.class)
                .verify();

        assertThat(asked).hasSize(1);
        assertThat(graph.requests()).isEqualTo(1);
    }

    @Test
    void asks_for_no_other_token_after_a_403_whatever_its_challenge() {
        graph.answers(challenge().code(403), status(204));

        StepVerifier.create(graph.client(this::numbered).sync(CONNECTOR, SyncType.FULL))
                .expectErrorSatisfies(
                        error -> assertThat(((Denied) error).claims()).isEqualTo(CLAIMS))
                .verify();

        assertThat(graph.requests()).isEqualTo(1);
    }

    @Test
    void asks_for_no_other_token_when_it_is_the_sign_in_that_wants_claims() {
        Denied signIn = new Denied("the user must sign in again", CLAIMS);

        StepVerifier.create(graph.client(request -> numbered(request).then(Mono.error(signIn)))
                        .sync(CONNECTOR, SyncType.FULL))
                .expectErrorSatisfies(error -> assertThat(error).isSameAs(signIn))
                .verify();

        assertThat(asked).hasSize(1);
    }

    @Test
    void passes_on_what_the_token_source_says_in_our_own_terms_as_not_sent() {
        Throttled throttled = new Throttled("too many sign-ins", Duration.ofSeconds(7));

        StepVerifier.create(graph.client(request -> Mono.error(throttled)).sync(CONNECTOR, SyncType.FULL))
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(Throttled.class).hasMessage("too many sign-ins");
                    assertThat(((Throttled) error).retryAfter()).isEqualTo(Duration.ofSeconds(7));
                    assertThat(((Throttled) error).sent()).isFalse();
                })
                .verify();

        assertThat(graph.requests()).isZero();
    }

    static Stream<Named<TokenSource>> sources_that_fail() {
        return Stream.of(
                Named.of("an error", request -> Mono.error(new IllegalStateException("vault is sealed"))),
                Named.of("an exception", request -> {
                    throw new IllegalStateException("vault is sealed");
                }));
    }

    @ParameterizedTest
    @MethodSource("sources_that_fail")
    void denies_what_has_no_token_and_sends_nothing(TokenSource tokens) {
        StepVerifier.create(graph.client(tokens).sync(CONNECTOR, SyncType.FULL))
                .expectErrorSatisfies(error -> {
                    assertThat(error)
                            .isInstanceOf(Denied.class)
                            .hasMessage(
                                    "contoso.com/42: no token for tenant contoso.com: the token source failed with"
                                            + " IllegalStateException. Check the token source, and the credential that it uses.")
                            .hasCauseExactlyInstanceOf(IllegalStateException.class);
                    assertThat(((Denied) error).signIn()).isTrue();
                })
                .verify();

        assertThat(graph.requests()).isZero();
    }

    @Test
    void denies_what_an_empty_token_source_leaves_without_a_token() {
        StepVerifier.create(graph.client(request -> Mono.empty()).sync(CONNECTOR, SyncType.FULL))
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(Denied.class).hasMessageContaining("answered without one");
                    assertThat(((Denied) error).signIn()).isTrue();
                })
                .verify();

        assertThat(graph.requests()).isZero();
    }

    @Test
    void never_sends_a_token_to_another_tenants_connectors() {
        graph.answers(status(204));
        Connector connector = new Connector("00000001-0000-4000-8000-00000000000a", "42");
        String claims = "{\"tid\":\"00000002-0000-4000-8000-00000000000b\"}";
        String stranger = "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes(UTF_8)) + ".signature";

        StepVerifier.create(graph.client(TokenSource.fixed(stranger)).sync(connector, SyncType.FULL))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                Denied.class,
                                denied -> assertThat(denied.signIn()).isTrue())
                        .hasMessageContaining("the token is of another tenant")
                        .hasMessageNotContaining(stranger))
                .verify();

        assertThat(graph.requests()).isZero();
    }

    static Stream<UnaryOperator<HttpClient>> transports() {
        Consumer<HttpHeaders> basic = headers -> headers.set("Authorization", "Basic c29tZWJvZHkgZWxzZQ==");
        return Stream.of(
                http -> http.headers(basic),
                http -> http.headersWhen(headers -> Mono.just(headers).doOnNext(basic)),
                http -> http.doOnRequest((request, connection) -> basic.accept(request.requestHeaders())));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void sends_it_in_place_of_what_a_transport_sends_to_others(UnaryOperator<HttpClient> transport) {
        graph.answers(status(204));

        graph.clientOver(transport).sync(CONNECTOR, SyncType.FULL).block();

        assertThat(graph.seen().getHeaders().values("Authorization")).containsExactly("Bearer " + FakeGraph.TOKEN);
    }

    @Test
    void lets_the_token_source_see_the_subscribers_context() {
        graph.answers(status(204));
        TokenSource tokens =
                request -> Mono.deferContextual(context -> Mono.just(AccessToken.of(context.get("caller"))));

        graph.client(tokens)
                .sync(CONNECTOR, SyncType.FULL)
                .contextWrite(context -> context.put("caller", "token-of-ann"))
                .block();

        assertThat(graph.seen().getHeaders().get("Authorization")).isEqualTo("Bearer token-of-ann");
    }

    private Mono<AccessToken> numbered(TokenRequest request) {
        return Mono.fromSupplier(() -> {
            asked.add(request);
            return AccessToken.of("token-" + asked.size());
        });
    }

    private static MockResponse.Builder challenge() {
        return json(401, "{\"error\":{\"code\":\"InvalidAuthenticationToken\",\"message\":\"revoked\"}}")
                .addHeader("WWW-Authenticate", CHALLENGE);
    }
}
