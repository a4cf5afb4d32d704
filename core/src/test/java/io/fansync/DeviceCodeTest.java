package io.fansync;

import static io.fansync.Awaited.awaited;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.DeviceCode;
import com.microsoft.aad.msal4j.MsalClientException;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Unavailable;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.TokenCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Each {@link TokenSource} stands for a run of its own: only the directory is common to them. */
@Timeout(60)
class DeviceCodeTest {

    private static final String TENANT = "tenant-1.example";

    private final Queue<DeviceCode> shown = new ConcurrentLinkedQueue<>();

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(2).start();

    @TempDir
    private Path temporary;

    @Test
    void shows_the_code_and_signs_in_when_it_was_entered() {
        graph.scriptSignIn(TENANT, Answer.error(400, "authorization_pending", "AADSTS70016: Pending."));

        token(deviceCode()).block();

        assertThat(shown).singleElement().satisfies(code -> {
            assertThat(code.userCode()).isEqualTo("SIM1");
            assertThat(code.verificationUri()).contains("/oauth2/deviceauth");
        });
        assertThat(graph.tokenCalls()).extracting(TokenCall::status).containsExactly(400, 200);
        assertThat(graph.tokenCalls().get(1).form())
                .containsEntry("grant_type", "device_code")
                .containsEntry("client_id", "my-cli")
                .containsEntry("claims", "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}");
    }

    @Test
    void a_busy_common_pool_is_in_nobodys_way() {
        BusyCommonPool.during(() -> token(deviceCode()).then(token(signedIn())).block());

        assertThat(shown).hasSize(1);
    }

    @Test
    void many_who_wait_see_one_code() {
        TokenSource source = deviceCode();

        assertThat(Flux.range(0, 100).flatMap(i -> token(source), 100).count().block())
                .isEqualTo(100);

        assertThat(shown).hasSize(1);
    }

    @Test
    void the_next_run_asks_nobody() {
        AccessToken first = awaited(token(deviceCode()));

        AccessToken second = awaited(token(deviceCode()));
        AccessToken third = awaited(token(signedIn()));

        assertThat(second).isEqualTo(first);
        assertThat(third).isEqualTo(first);
        assertThat(shown).hasSize(1);
        assertThat(graph.tokenCalls()).hasSize(1);
    }

    @Test
    void a_token_that_has_ended_is_refreshed_without_asking() {
        try (GraphSimulator.Running brief =
                GraphSimulator.create().expiresIn(Duration.ofMinutes(4)).start()) {
            TokenRequest request = new TokenRequest(brief.cloud(), TENANT);
            TokenSource.deviceCode("my-cli", directory(), shown::add, LoginHttp.of(brief))
                    .token(request)
                    .block();

            TokenSource.signedIn("my-cli", directory(), LoginHttp.of(brief))
                    .token(request)
                    .block();

            assertThat(shown).hasSize(1);
            assertThat(brief.tokenCalls())
                    .extracting(TokenCall::grantType)
                    .containsExactly("device_code", "refresh_token");
        }
    }

    @Test
    void a_challenged_token_is_refreshed_with_the_claims() {
        TokenSource source = deviceCode();
        AccessToken first = awaited(token(source));

        AccessToken second = awaited(source.token(
                new TokenRequest(graph.cloud(), TENANT, "{\"access_token\":{\"nbf\":{\"value\":\"16\"}}}")));

        assertThat(second.value()).isNotEqualTo(first.value());
        assertThat(graph.tokenCalls().get(1).grantType()).isEqualTo("refresh_token");
        assertThat(graph.tokenCalls().get(1).form().get("claims"))
                .isEqualTo("{\"access_token\":{\"nbf\":{\"value\":\"16\"},\"xms_cc\":{\"values\":[\"cp1\"]}}}");
    }

    @Test
    void who_is_no_longer_welcome_is_asked_again_or_denied() {
        token(deviceCode()).block();
        Answer revoked = Answer.error(400, "invalid_grant", "AADSTS50173: The grant was revoked.");

        graph.scriptSignIn(TENANT, revoked);
        StepVerifier.create(challenged(signedIn()))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Denied.class)
                        .hasMessageContaining("AADSTS50173")
                        .hasMessageEndingWith("Sign in again."));
        graph.scriptSignIn(TENANT, revoked);
        challenged(deviceCode()).block();

        assertThat(shown).hasSize(2);
    }

    @Test
    void a_failing_login_server_is_no_reason_to_ask_again() {
        token(deviceCode()).block();

        graph.scriptSignIn(TENANT, Answer.status(503));
        StepVerifier.create(challenged(deviceCode())).verifyError(Unavailable.class);

        assertThat(shown).hasSize(1);
    }

    @Test
    void a_login_server_that_wants_to_be_asked_more_seldom_is() {
        Answer pending = Answer.error(400, "authorization_pending", "AADSTS70016: Pending.");
        Answer slowDown = Answer.error(400, "slow_down", "AADSTS70016: Too often.");
        graph.scriptSignIn(TENANT, pending, slowDown, pending, slowDown);
        List<Duration> pauses = new CopyOnWriteArrayList<>();
        SignInFlow flow = new DeviceCodeSignIn("my-cli", directory(), shown::add, pauses::add);

        token(new MsalTokenSource(new SignIn(flow, new SignInHttp(LoginHttp.of(graph)))))
                .block();

        assertThat(pauses).extracting(Duration::toSeconds).containsExactly(0L, 5L, 5L, 10L);
        assertThat(graph.tokenCalls()).hasSize(5);
        assertThat(shown).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "authorization_declined, AADSTS65004, 'Sign in again, and accept what the app asks for.'",
        "expired_token, AADSTS70020, Sign in again.",
        "bad_verification_code, AADSTS70018, Sign in again.",
    })
    void a_user_who_declines_or_takes_too_long_is_denied(String error, String code, String hint) {
        graph.scriptSignIn(TENANT, Answer.error(400, error, code + ": No."));

        StepVerifier.create(token(deviceCode()))
                .verifyErrorSatisfies(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(
                                Denied.class,
                                denied -> assertThat(denied.code()).isEqualTo(code))
                        .hasMessageEndingWith(hint));
        assertThat(graph.tokenCalls()).hasSize(1);
    }

    @Test
    void a_code_that_nobody_enters_is_given_up_when_it_ends() {
        SyncException error = SignInErrors.of(TENANT, new MsalClientException("Expired Device code", "code_expired"));

        assertThat(error).isInstanceOf(Denied.class).hasMessageEndingWith("code_expired. Sign in again.");
    }

    @Test
    void where_nobody_signed_in_nobody_is_asked() {
        StepVerifier.create(token(signedIn()))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Denied.class)
                        .hasMessage("sign-in to tenant-1.example: nobody is signed in. Sign in first."));

        assertThat(graph.tokenCalls()).isEmpty();
    }

    @Test
    void tenants_and_apps_are_signed_in_to_one_by_one() {
        token(deviceCode()).block();

        StepVerifier.create(signedIn().token(new TokenRequest(graph.cloud(), "tenant-2.example")))
                .verifyError(Denied.class);
        StepVerifier.create(token(TokenSource.signedIn("other-cli", directory(), LoginHttp.of(graph))))
                .verifyError(Denied.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "[]", "{}", "{\"AccessToken\":5}", "{\"Account\":{\"a\":[]}}", "\u0000"})
    void a_damaged_file_means_signing_in_again(String content) throws IOException {
        token(deviceCode()).block();
        for (Path file : kept()) {
            Files.writeString(file, content);
        }

        StepVerifier.create(token(signedIn())).verifyError(Denied.class);
        token(deviceCode()).block();
        token(signedIn()).block();

        assertThat(shown).hasSize(2);
    }

    @Test
    void nobody_else_may_read_what_is_kept() throws IOException {
        token(deviceCode()).block();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory())))
                .isEqualTo("rwx------");
        assertThat(kept()).isNotEmpty();
        for (Path file : kept()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void a_sign_in_that_cannot_be_kept_says_where() throws IOException {
        Files.writeString(directory(), "a file in the way");

        StepVerifier.create(token(deviceCode()))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Denied.class)
                        .hasMessageContaining("the sign-in kept in " + directory())
                        .hasMessageContaining("Check who owns it"));
        assertThat(shown).isEmpty();
    }

    private TokenSource deviceCode() {
        return TokenSource.deviceCode("my-cli", directory(), shown::add, LoginHttp.of(graph));
    }

    private TokenSource signedIn() {
        return TokenSource.signedIn("my-cli", directory(), LoginHttp.of(graph));
    }

    private Mono<AccessToken> token(TokenSource source) {
        return source.token(new TokenRequest(graph.cloud(), TENANT));
    }

    private Mono<AccessToken> challenged(TokenSource source) {
        return source.token(new TokenRequest(graph.cloud(), TENANT, "{}"));
    }

    private Path directory() {
        return temporary.resolve("fansync");
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.toList();
        }
    }
}
