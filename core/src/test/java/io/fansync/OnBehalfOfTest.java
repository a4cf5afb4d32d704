package io.fansync;

import static io.fansync.Awaited.awaited;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import io.fansync.SyncException.Denied;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.context.Context;
import tools.jackson.databind.json.JsonMapper;

/** A service whose callers are told apart by the token in the Context. */
@Timeout(60)
class OnBehalfOfTest {

    private static final String TENANT = "tenant-1.example";

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(2).start();

    private final TokenSource tokens = TokenSource.onBehalfOf(
            "my-service",
            ClientCredentialFactory.createFromSecret("secret"),
            Mono.deferContextual(context -> Mono.justOrEmpty(context.<String>getOrEmpty("caller"))),
            LoginHttp.of(graph));

    @Test
    void exchanges_the_callers_token() {
        token("alice").block();

        Map<String, String> form = graph.tokenCalls().get(0).form();
        assertThat(form)
                .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer")
                .containsEntry("requested_token_use", "on_behalf_of")
                .containsEntry("assertion", "alice")
                .containsEntry("client_id", "my-service")
                .containsEntry("client_secret", "secret");
        assertThat(form.get("scope")).contains(graph.cloud().scope());
    }

    @Test
    void nobody_is_given_another_callers_token() {
        List<String> callers = List.of("alice", "bob", "carol");

        List<AccessToken> given = awaited(Flux.range(0, 300)
                .flatMapSequential(i -> token(callers.get(i % 3)), 300)
                .collectList());

        assertThat(given).hasSize(300);
        for (int i = 0; i < 300; i++) {
            assertThat(user(given.get(i))).isEqualTo(user(given.get(i % 3)));
        }
        assertThat(given.stream().map(OnBehalfOfTest::user).distinct()).hasSize(3);
        assertThat(graph.tokenCalls())
                .extracting(call -> call.form().get("assertion"))
                .containsExactlyInAnyOrderElementsOf(callers);
    }

    @Test
    void the_same_caller_has_a_token_for_each_tenant() {
        token("alice").block();
        tokens.token(new TokenRequest(graph.cloud(), "tenant-2.example"))
                .contextWrite(Context.of("caller", "alice"))
                .block();

        assertThat(graph.tokenCalls()).hasSize(2);
    }

    @Test
    void a_callers_new_token_is_exchanged_anew() {
        token("alice-1").block();
        token("alice-2").block();

        assertThat(graph.tokenCalls()).hasSize(2);
    }

    @Test
    void a_challenge_is_handed_on_to_the_caller_it_concerns_and_to_no_other() {
        graph.scriptSignIn(
                TENANT,
                Answer.error(400, "interaction_required", "AADSTS50076: Use multi-factor authentication.")
                        .claims("{\"access_token\":{\"acrs\":{\"essential\":true,\"value\":\"c1\"}}}"));

        StepVerifier.create(token("alice"))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                Denied.class,
                                denied -> assertThat(denied.claims()).contains("acrs")));
        StepVerifier.create(token("bob")).expectNextCount(1).verifyComplete();
    }

    @Test
    void a_claims_challenge_of_graphs_is_sent_along() {
        token("alice").block();

        tokens.token(new TokenRequest(graph.cloud(), TENANT, "{\"access_token\":{\"acrs\":{\"value\":\"c1\"}}}"))
                .contextWrite(Context.of("caller", "alice"))
                .block();

        assertThat(graph.tokenCalls()).hasSize(2);
        assertThat(graph.tokenCalls().get(1).form().get("claims")).contains("\"acrs\":{\"value\":\"c1\"}");
    }

    @Test
    void without_a_caller_nobody_is_asked() {
        StepVerifier.create(tokens.token(new TokenRequest(graph.cloud(), TENANT)))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Denied.class)
                        .hasMessageContaining("the caller brought no token"));

        assertThat(graph.tokenCalls()).isEmpty();
    }

    private Mono<AccessToken> token(String caller) {
        return tokens.token(new TokenRequest(graph.cloud(), TENANT)).contextWrite(Context.of("caller", caller));
    }

    private static String user(AccessToken token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.value().split("\\.")[1]);
        return JsonMapper.shared().readTree(claims).path("oid").asString();
    }
}
