package io.fansync;

import static io.fansync.Awaited.awaited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Unavailable;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.TokenCall;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Over real HTTPS; the login server's own record is the judge. */
@Timeout(60)
class MsalTokenSourceTest {

    private static final String TENANT = "tenant-1.example";
    private static final String OTHER = "tenant-2.example";

    private final IClientCredential secret = ClientCredentialFactory.createFromSecret("my-secret");

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(3).start();

    private final TokenSource tokens = TokenSource.msal("my-app", secret, LoginHttp.of(graph));

    @Test
    void asks_for_all_that_the_app_was_granted_and_announces_that_it_understands_challenges() {
        AccessToken token = awaited(tokens.token(request(TENANT)));

        assertThat(token.expiresAt())
                .isBetween(Instant.now().plusSeconds(3_500), Instant.now().plusSeconds(3_599));
        assertThat(graph.tokenCalls()).singleElement().satisfies(call -> {
            assertThat(call.tenant()).isEqualTo(TENANT);
            assertThat(call.form())
                    .containsEntry("grant_type", "client_credentials")
                    .containsEntry("client_id", "my-app")
                    .containsEntry("client_secret", "my-secret")
                    .containsEntry("claims", "{\"access_token\":{\"xms_cc\":{\"values\":[\"cp1\"]}}}");
            assertThat(call.form().get("scope")).contains(graph.graph() + "/.default");
        });
    }

    @Test
    void asks_the_configured_login_server_and_nobody_else() {
        value(TENANT);

        assertThat(LoginHttp.HOSTS).isNotEmpty().allMatch(url -> url.startsWith("https://127.0.0.1:"));
    }

    @Test
    void a_login_server_that_fails_is_asked_once() {
        graph.scriptSignIn(TENANT, Answer.status(500));

        StepVerifier.create(tokens.token(request(TENANT))).verifyError(Unavailable.class);
        StepVerifier.create(tokens.token(request(TENANT))).verifyError(Unavailable.class);

        assertThat(graph.tokenCalls()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "../up", "a secret~in its place"})
    void what_is_no_client_id_is_refused_at_once_and_not_repeated(String clientId) {
        assertThatThrownBy(() -> TokenSource.msal(clientId, secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A client id is the id of an app registration: letters, digits, dots, hyphens and underscores");
    }

    @Test
    void five_hundred_cold_subscribers_cause_one_token_request() {
        Flux<AccessToken> all = Flux.range(0, 500)
                .parallel()
                .runOn(Schedulers.parallel())
                .flatMap(i -> tokens.token(request(TENANT)), false, 500)
                .sequential();

        assertThat(all.distinct().collectList().block()).hasSize(1);
        assertThat(graph.tokenCalls()).hasSize(1);
    }

    @Test
    void each_tenant_has_its_own_token() {
        String first = value(TENANT);
        String second = value(OTHER);

        assertThat(second).isNotEqualTo(first);
        assertThat(value(TENANT)).isEqualTo(first);
        assertThat(graph.tokenCalls()).extracting(TokenCall::tenant).containsExactly(TENANT, OTHER);
    }

    @Test
    void a_claims_challenge_leads_to_a_new_token_that_replaces_the_old() {
        String first = value(TENANT);
        String nbf = "{\"essential\":true,\"value\":\"1635527790\"}";

        AccessToken second = awaited(
                tokens.token(new TokenRequest(graph.cloud(), TENANT, "{\"access_token\":{\"nbf\":" + nbf + "}}")));

        assertThat(second.value()).isNotEqualTo(first);
        assertThat(value(TENANT)).isEqualTo(second.value());
        assertThat(graph.tokenCalls()).hasSize(2);
        assertThat(json(graph.tokenCalls().get(1).form().getOrDefault("claims", "")))
                .isEqualTo(json("{\"access_token\":{\"nbf\":" + nbf + ",\"xms_cc\":{\"values\":[\"cp1\"]}}}"));
    }

    @Test
    void the_login_servers_wish_when_to_refresh_is_kept() {
        try (GraphSimulator.Running eager =
                GraphSimulator.create().refreshIn(Duration.ofMinutes(30)).start()) {
            SignIn signIn =
                    new SignIn(SignInFlows.clientCredentials("my-app", secret), new SignInHttp(LoginHttp.of(eager)));

            Grant grant = awaited(signIn.with(new TokenRequest(eager.cloud(), TENANT)));

            assertThat(grant.refreshAt())
                    .isBetween(Instant.now().plusSeconds(1_750), Instant.now().plusSeconds(1_800));
        }
    }

    @Test
    void a_token_of_another_tenant_is_not_given_out() {
        String stranger = value(OTHER);
        graph.scriptSignIn(
                TENANT, Answer.status(200).body("{\"access_token\":\"" + stranger + "\",\"expires_in\":3599}"));

        StepVerifier.create(tokens.token(request("00000001-0000-4000-8000-000000000000")))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Denied.class)
                        .hasMessageContaining("the token is of another tenant"));
    }

    @Test
    void an_assertion_is_made_anew_for_each_request() {
        int[] made = {0};
        TokenSource federated = TokenSource.msal(
                "my-app",
                ClientCredentialFactory.createFromCallback(() -> "assertion-" + ++made[0]),
                LoginHttp.of(graph));

        federated.token(request(TENANT)).block();
        federated.token(request(OTHER)).block();

        assertThat(graph.tokenCalls())
                .extracting(call -> call.form().get("client_assertion"))
                .containsExactly("assertion-1", "assertion-2");
    }

    @Test
    void a_thousand_tenants_sign_in_on_the_few_threads_there_are() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        try (GraphSimulator.Running many =
                GraphSimulator.create().tenants(1_000).start()) {
            TokenSource source = TokenSource.msal("my-app", secret, LoginHttp.of(many));
            value(TENANT);
            int before = threads.getThreadCount();
            threads.resetPeakThreadCount();

            Long signedIn = Flux.range(1, 1_000)
                    .flatMap(i -> source.token(new TokenRequest(many.cloud(), "tenant-" + i + ".example")), 1_000)
                    .count()
                    .block();

            assertThat(signedIn).isEqualTo(1_000);
            assertThat(many.tokenCalls())
                    .extracting(TokenCall::tenant)
                    .doesNotHaveDuplicates()
                    .hasSize(1_000);
            assertThat(threads.getPeakThreadCount())
                    .isLessThanOrEqualTo(before + SignInThreads.MOST + LoopResources.DEFAULT_IO_WORKER_COUNT);
        }
    }

    @Test
    void a_busy_common_pool_is_in_nobodys_way() {
        BusyCommonPool.during(() -> assertThat(value(TENANT)).isNotEmpty());
    }

    @Test
    void the_threads_end_when_they_are_idle_and_do_not_keep_the_jvm_alive() {
        Boolean daemon = tokens.token(request(TENANT))
                .map(token -> Thread.currentThread().isDaemon())
                .block();

        assertThat(daemon).isTrue();
        assertThat(((ThreadPoolExecutor) SignInThreads.EXECUTOR).allowsCoreThreadTimeOut())
                .isTrue();
    }

    @Test
    void a_hung_sign_in_of_one_tenant_holds_up_no_other() {
        value(OTHER);
        graph.scriptSignIn(TENANT, Answer.never());
        Disposable hung = tokens.token(request(TENANT)).subscribe(token -> {}, closed -> {});

        assertThat(value(OTHER)).isNotEmpty();
        assertThat(value("tenant-3.example")).isNotEmpty();
        assertThat(hung.isDisposed()).isFalse();
    }

    @Test
    void however_many_sign_ins_hang_who_has_a_token_is_served() {
        try (GraphSimulator.Running many = GraphSimulator.create().tenants(100).start()) {
            SignInHttp impatient = new SignInHttp(LoginHttp.of(many), Duration.ofSeconds(1));
            TokenSource source =
                    new MsalTokenSource(new SignIn(SignInFlows.clientCredentials("my-app", secret), impatient));
            Mono<AccessToken> kept = source.token(new TokenRequest(many.cloud(), TENANT));
            AccessToken token = awaited(kept);
            for (int i = 2; i <= 100; i++) {
                String tenant = "tenant-" + i + ".example";
                many.scriptSignIn(tenant, Answer.never());
                source.token(new TokenRequest(many.cloud(), tenant)).subscribe(none -> {}, hung -> {});
            }

            assertThat(kept.toFuture()).isCompletedWithValue(token);
        }
    }

    @Test
    void a_hung_sign_in_ends_when_patience_does() {
        graph.scriptSignIn(TENANT, Answer.never());
        SignInHttp impatient = new SignInHttp(LoginHttp.of(graph), Duration.ofMillis(50));
        SignIn signIn = new SignIn(SignInFlows.clientCredentials("my-app", secret), impatient);

        StepVerifier.create(signIn.with(request(TENANT)))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining("did not answer in time"));
    }

    @Test
    void a_login_server_that_cannot_be_reached_or_trusted_is_unavailable() {
        GraphCloud closed = GraphCloud.of("https://graph.example", "https://127.0.0.1:1");
        TokenSource trusting = TokenSource.msal("my-app", secret);

        StepVerifier.create(tokens.token(new TokenRequest(closed, TENANT)))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining("127.0.0.1:1 could not be reached: Connection refused"));
        StepVerifier.create(trusting.token(request(TENANT)))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Unavailable.class)
                        .hasMessageContaining("unable to find valid certification path"));
    }

    @Test
    void an_answer_that_does_not_end_is_cut_off() {
        graph.scriptSignIn(TENANT, Answer.status(200).body("{\"access_token\":\"" + "a".repeat(2 << 20) + "\"}"));

        StepVerifier.create(tokens.token(request(TENANT)))
                .verifyErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Denied.class)
                        .hasMessageContaining("answered 200, but no token"));
    }

    @Test
    void nothing_blocks_where_blocking_is_forbidden() {
        Mono<AccessToken> onAnEventLoop =
                Mono.defer(() -> tokens.token(request(TENANT))).subscribeOn(Schedulers.parallel());

        StepVerifier.create(onAnEventLoop.then(onAnEventLoop))
                .expectNextCount(1)
                .verifyComplete();
    }

    private String value(String tenant) {
        return awaited(tokens.token(request(tenant))).value();
    }

    private TokenRequest request(String tenant) {
        return new TokenRequest(graph.cloud(), tenant);
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
