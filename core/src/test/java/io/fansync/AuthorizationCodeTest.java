package io.fansync;

import static io.fansync.Awaited.awaited;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.AuthorizationCodeParameters;
import com.microsoft.aad.msal4j.ClientCredentialFactory;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Unavailable;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.TokenCall;
import java.net.URI;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@Timeout(60)
class AuthorizationCodeTest {

    private static final String TENANT = "tenant-1.example";

    @AutoClose
    private final GraphSimulator.Running graph = GraphSimulator.create().start();

    private final TokenSource tokens = TokenSource.authorizationCode(
            "my-site",
            ClientCredentialFactory.createFromSecret("secret"),
            AuthorizationCodeParameters.builder("code-of-alice", URI.create("https://my-site.example/back"))
                    .codeVerifier("verifier")
                    .build(),
            LoginHttp.of(graph));

    @Test
    void redeems_the_code_for_a_token_for_graph() {
        token("").block();

        assertThat(graph.tokenCalls()).singleElement().satisfies(call -> {
            assertThat(call.form())
                    .containsEntry("grant_type", "authorization_code")
                    .containsEntry("code", "code-of-alice")
                    .containsEntry("redirect_uri", "https://my-site.example/back")
                    .containsEntry("code_verifier", "verifier")
                    .containsEntry("client_secret", "secret");
            assertThat(call.form().get("scope")).contains(graph.cloud().scope());
        });
    }

    @Test
    void redeems_it_once_and_refreshes_from_then_on() {
        AccessToken first = awaited(token(""));

        AccessToken second = awaited(token("{\"access_token\":{\"nbf\":{\"value\":\"16\"}}}"));

        assertThat(second.value()).isNotEqualTo(first.value());
        assertThat(graph.tokenCalls())
                .extracting(TokenCall::grantType)
                .containsExactly("authorization_code", "refresh_token");
        assertThat(graph.tokenCalls().get(1).form())
                .containsEntry("client_secret", "secret")
                .hasEntrySatisfying("claims", claims -> assertThat(claims).contains("\"nbf\":{\"value\":\"16\"}"));
    }

    @Test
    void a_code_that_could_not_be_brought_there_is_still_good() {
        graph.scriptSignIn(TENANT, Answer.status(503));

        StepVerifier.create(token("")).verifyError(Unavailable.class);
        StepVerifier.create(fresh()).expectNextCount(1).verifyComplete();
    }

    @Test
    void a_user_whose_session_has_ended_is_to_sign_in_again() {
        token("").block();
        graph.scriptSignIn(TENANT, Answer.error(400, "invalid_grant", "AADSTS700082: The refresh token has expired."));

        StepVerifier.create(token("{}"))
                .verifyErrorSatisfies(
                        error -> assertThat(error).isInstanceOf(Denied.class).hasMessageEndingWith("Sign in again."));
    }

    private Mono<AccessToken> token(String claims) {
        return tokens.token(new TokenRequest(graph.cloud(), TENANT, claims));
    }

    /** Past what is remembered of a failure for some seconds: another spelling of the tenant has a memory of its own. */
    private Mono<AccessToken> fresh() {
        return tokens.token(new TokenRequest(graph.cloud(), "00000001-0000-4000-8000-000000000000"));
    }
}
