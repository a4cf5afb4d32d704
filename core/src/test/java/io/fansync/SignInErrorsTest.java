package io.fansync;

import static io.fansync.TokenIssuer.LOGIN_SERVER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.MsalClientException;
import com.microsoft.aad.msal4j.MsalThrottlingException;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class SignInErrorsTest {

    private static final String TENANT = "contoso.com";

    private final HttpHeaders headers = new DefaultHttpHeaders();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    400 | invalid_request         | AADSTS90002   | Denied      | Check the tenant's name or id
                    400 | unauthorized_client     | AADSTS700016  | Denied      | have an admin of this tenant consent
                    400 | invalid_grant           | AADSTS65001   | Denied      | consent to the app's permissions
                    400 | invalid_grant           | AADSTS700082  | Denied      | Sign in again
                    400 | interaction_required    | AADSTS50076   | Denied      | Sign in again
                    400 | interaction_required    | AADSTS53003   | Denied      | conditional access
                    400 | temporarily_unavailable | AADSTS90033   | Unavailable | ''
                    401 | invalid_client          | AADSTS7000215 | Denied      | client secret's value
                    401 | invalid_client          | AADSTS7000222 | Denied      | not expired
                    401 | invalid_client          | AADSTS700027  | Denied      | Register this certificate
                    401 | invalid_client          | AADSTS700213  | Denied      | federated credential
                    401 | invalid_client          | AADSTS7000218 | Denied      | public client flows
                    401 | invalid_client          | AADSTS1       | Denied      | Check the credential
                    429 | temporarily_unavailable | AADSTS1       | Throttled   | ''
                    500 | server_error            | AADSTS90025   | Unavailable | ''
                    503 | temporarily_unavailable | AADSTS90033   | Unavailable | ''
                    """)
    void is_judged_by_status_and_error(int status, String error, String code, String remedy, String hint) {
        SyncException judged = refused(status, Map.of("error", error, "error_description", code + ": Reason."));

        assertThat(judged.getClass().getSimpleName()).isEqualTo(remedy);
        assertThat(judged.code()).isEqualTo(code);
        assertThat(judged.detail()).isEqualTo("Reason.");
        assertThat(judged.hint()).contains(hint);
    }

    @Test
    void reads_as_one_sentence_for_people_with_what_support_asks_for() {
        headers.set("X-Ms-Request-Id", "trace-1")
                .set("client-request-id", "mine-1")
                .set("Date", "today");

        SyncException judged = refused(
                401,
                Map.of(
                        "error",
                        "invalid_client",
                        "error_description",
                        "AADSTS7000215: Invalid client secret provided.\r\nTrace ID: trace-1\r\nCorrelation ID: mine-1\r\n"
                                + "Timestamp: 2026-11-20 08:00:00Z"));

        assertThat(judged)
                .hasMessage(
                        "sign-in to contoso.com: AADSTS7000215: Invalid client secret provided."
                                + " (request-id trace-1). Give the client secret's value (not its id), and one that has not expired.");
        assertThat(judged.trace()).isEqualTo(new SyncAnswer.Trace(0, "trace-1", "mine-1", "today", ""));
        assertThat(((Denied) judged).signIn()).isTrue();
    }

    @Test
    void throttling_says_how_long() {
        headers.set("Retry-After", "17");

        assertThat(((Throttled) refused(429, Map.of())).retryAfter()).isEqualTo(Duration.ofSeconds(17));
        assertThat(((Throttled) refused(503, Map.of())).retryAfter()).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void a_challenge_is_handed_on_with_its_claims() {
        SyncException judged = refused(
                400,
                Map.of("error", "interaction_required", "error_description", "MFA", "claims", "{\"access_token\":{}}"));

        assertThat(judged.code()).isEqualTo("interaction_required");
        assertThat(((Denied) judged).claims()).isEqualTo("{\"access_token\":{}}");
    }

    @ParameterizedTest
    @CsvSource({"200, Denied", "302, Denied", "404, Denied", "407, Denied", "502, Unavailable"})
    void a_page_in_place_of_json_is_not_shown(int status, String remedy) {
        SyncException judged = SignInErrors.refused(
                LOGIN_SERVER,
                TENANT,
                SentSecrets.of(Map.of(), ""),
                new SignInAnswer(status, headers, "<html>Login to our proxy</html>"));

        assertThat(judged.getClass().getSimpleName()).isEqualTo(remedy);
        assertThat(judged)
                .hasMessage("sign-in to contoso.com: the login server answered " + status + ", but no token."
                        + " Check the cloud's login URL, and whether a proxy answers in its place.");
    }

    @Test
    void what_was_sent_is_not_shown_when_the_server_echoes_it() {
        String secret = "p+ss/w rd=";
        String encoded = URLEncoder.encode(secret, UTF_8);
        SentSecrets secrets = SentSecrets.of(
                Map.of("Authorization", "Basic key-of-arc", "Metadata", "true"),
                "client_id=app&client_secret=" + encoded + "&assertion=abc.def&code=42c");
        headers.set("x-ms-request-id", "abc.def");

        SyncException judged = SignInErrors.refused(
                LOGIN_SERVER,
                TENANT,
                secrets,
                answer(
                        400,
                        Map.of(
                                "error",
                                "bad " + secret,
                                "error_description",
                                "You sent " + secret + " as " + encoded
                                        + " and 42c, key-of-arc and Bearer eyJhbGciOiJub25lIn0.e30.")));

        assertThat(judged)
                .hasMessage(
                        "sign-in to contoso.com: bad ***: You sent *** as *** and ***, *** and Bearer *** (request-id ***)");
        assertThat(secrets).hasToString("SentSecrets[***]");
    }

    @Test
    void terminal_codes_and_line_breaks_are_taken_out() {
        SyncException judged =
                refused(400, Map.of("error", "x\u001b[31m", "error_description", "one\r\ntwo\u001b[2Jthree"));

        assertThat(judged.getMessage()).isEqualTo("sign-in to contoso.com: x: one twothree");
    }

    @Test
    void an_unreachable_server_is_named_with_the_reason() {
        Unavailable judged = SignInErrors.unreachable(
                LOGIN_SERVER,
                TENANT,
                "login.example",
                SentSecrets.of(Map.of(), ""),
                new ConnectException("Connection refused"));

        assertThat(judged.sent()).isFalse();
        assertThat(judged)
                .hasMessage("sign-in to contoso.com: login.example could not be reached: Connection refused."
                        + " Check the network, the proxy and the cloud's login URL.")
                .hasCauseInstanceOf(ConnectException.class);
    }

    @Test
    void silence_is_told_from_refusal() {
        Unavailable judged = SignInErrors.unreachable(
                LOGIN_SERVER,
                TENANT,
                "login.example",
                SentSecrets.of(Map.of(), ""),
                new IllegalStateException("Timeout on blocking read", new TimeoutException()));

        assertThat(judged.detail()).isEqualTo("login.example did not answer in time");
    }

    @Test
    void what_is_not_http_is_not_quoted() {
        Unavailable judged = SignInErrors.unreachable(
                LOGIN_SERVER,
                TENANT,
                "login.example",
                SentSecrets.of(Map.of(), ""),
                new DecoderException("invalid version: secret"));

        assertThat(judged.detail()).isEqualTo("login.example answered with something that is not HTTP");
        assertThat(judged).hasNoCause();
    }

    @Test
    void what_was_judged_before_comes_out_of_msal_as_it_was() {
        Denied denied = new Denied("wrong secret", "");

        assertThat(SignInErrors.of(TENANT, new CompletionException(new MsalClientException(denied))))
                .isSameAs(denied);
    }

    @Test
    void msals_own_throttling_is_throttling() {
        SyncException judged = SignInErrors.of(TENANT, new CompletionException(new MsalThrottlingException(4_200)));

        assertThat(((Throttled) judged).retryAfter()).isEqualTo(Duration.ofMillis(4_200));
    }

    @Test
    void a_credential_that_fails_is_denied_without_its_words() {
        SyncException judged =
                SignInErrors.of(TENANT, new MsalClientException(new IOException("secret-in-the-message")));

        assertThat(judged)
                .isInstanceOf(Denied.class)
                .hasMessage("sign-in to contoso.com: no token could be had: IOException."
                        + " Check the credential, and where it comes from.")
                .hasRootCauseMessage("secret-in-the-message");
    }

    @Test
    void msals_own_failures_are_told_by_their_code_alone() {
        SyncException judged = SignInErrors.of(TENANT, new MsalClientException("token=eyJ0", "code_expired"));

        assertThat(judged)
                .hasMessage("sign-in to contoso.com: no token could be had: code_expired. Sign in again.")
                .hasNoCause();
    }

    private SyncException refused(int status, Map<String, String> body) {
        return SignInErrors.refused(LOGIN_SERVER, TENANT, SentSecrets.of(Map.of(), ""), answer(status, body));
    }

    private SignInAnswer answer(int status, Map<String, String> body) {
        return new SignInAnswer(status, headers, JsonMapper.shared().writeValueAsString(body));
    }
}
