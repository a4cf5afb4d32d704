package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncAnswer.Trace;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncException.UnknownConnector;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphErrorsTest {

    private static final String SUBJECT = "contoso.com/42";
    private static final HttpHeaders NONE = new DefaultHttpHeaders();
    private static final SentToken NOTHING_SENT = new SentToken("");
    private static final String CLAIMS = "{\"access_token\":{\"nbf\":{\"essential\":true, \"value\":\"1772442940\"}}}";

    private static final HttpHeaders CHALLENGE = new DefaultHttpHeaders()
            .set(
                    "www-authenticate",
                    "Bearer realm=\"\", error=\"insufficient_claims\", claims=\""
                            + Base64.getEncoder().encodeToString(CLAIMS.getBytes(UTF_8)) + "\"");

    /** A table: as long as there are answers to judge. */
    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
                    an answer that Graph never gives is refused                 | 200 | -                             | Rejected         | ''                    | proxy answers in its place
                    another answer that Graph never gives is refused            | 299 | gateway-page.html             | Rejected         | ''                    | proxy answers in its place
                    a choice of places is not followed                          | 300 | -                             | Rejected         | ''                    | Redirects are not followed
                    a redirect is not followed                                  | 302 | gateway-page.html             | Rejected         | ''                    | Redirects are not followed
                    a permanent redirect is not followed                        | 308 | -                             | Rejected         | ''                    | Redirects are not followed
                    the last of redirects is not followed                       | 399 | -                             | Rejected         | ''                    | Redirects are not followed
                    a malformed request is refused for good                     | 400 | malformed-request.json        | Rejected         | BadRequest            | -
                    a tenant without Intune is refused for good                 | 400 | tenant-without-intune.json    | Rejected         | BadRequest            | MDM authority
                    a not-found may arrive as 400, told by text alone           | 400 | not-found-as-400.json         | UnknownConnector | BadRequest            | id
                    a not-found may arrive as 400, told by an inner code        | 400 | not-found-code-as-400.json    | UnknownConnector | ResourceNotFound      | id
                    a path that Graph does not know is no unknown connector     | 400 | unknown-segment.json          | Rejected         | BadRequest            | Graph URL
                    a fault behind Graph may arrive as 400                      | 400 | backend-fault.json            | Unavailable      | Unknown               | -
                    a token that is not accepted is denied                      | 401 | token-not-accepted.json       | Denied           | InvalidAuthenticationToken | of this cloud and tenant
                    a missing role arrives as 401 UnknownError                  | 401 | role-missing.json             | Denied           | Forbidden             | Intune role
                    401 without a body is denied                                | 401 | -                             | Denied           | ''                    | of this cloud and tenant
                    a payment that is due is refused                            | 402 | -                             | Rejected         | ''                    | payment
                    a missing permission is denied                              | 403 | scopes-missing.json           | Denied           | Forbidden             | DeviceManagementServiceConfig.ReadWrite.All
                    conditional access is denied                                | 403 | conditional-access.json       | Denied           | insufficient_claims   | conditional access policies
                    403 without a body is denied                                | 403 | -                             | Denied           | ''                    | admin consent
                    an unknown connector is told by Intune's generic text       | 404 | not-found.json                | UnknownConnector | ResourceNotFound      | id
                    404 without a body is an unknown connector                  | 404 | -                             | UnknownConnector | ''                    | id
                    an unknown version in the URL is no unknown connector       | 404 | unknown-version.json          | Rejected         | ResourceNotFound      | Graph URL
                    an unknown path is no unknown connector                     | 404 | unknown-segment.json          | Rejected         | BadRequest            | Graph URL
                    a method that is not allowed is refused                     | 405 | -                             | Rejected         | ''                    | -
                    a media type that cannot be sent is refused                 | 406 | -                             | Rejected         | ''                    | -
                    a request that took too long may have been carried out      | 408 | -                             | Unavailable      | ''                    | -
                    a conflict is refused, whatever it is about                 | 409 | -                             | Rejected         | ''                    | sync it later
                    a connector that is gone is unknown                         | 410 | -                             | UnknownConnector | ''                    | id
                    a length that is missing is refused                         | 411 | -                             | Rejected         | ''                    | -
                    a precondition that failed is refused                       | 412 | -                             | Rejected         | ''                    | -
                    a request that is too large is refused                      | 413 | -                             | Rejected         | ''                    | -
                    a media type that is not understood is refused              | 415 | -                             | Rejected         | ''                    | -
                    a range that does not exist is refused                      | 416 | -                             | Rejected         | ''                    | -
                    an entity that cannot be processed is refused               | 422 | -                             | Rejected         | ''                    | -
                    a connector that is locked is refused                       | 423 | -                             | Rejected         | ''                    | sync it later
                    a failed dependency, which nothing has here, may be resent  | 424 | -                             | Unavailable      | ''                    | -
                    throttling as documented                                    | 429 | throttled-as-documented.json  | Throttled        | TooManyRequests       | -
                    throttling as Intune does it                                | 429 | throttled-by-intune.json      | Throttled        | TooManyRequests       | -
                    a failure of Graph may have been carried out                | 500 | backend-fault.json            | Unavailable      | Unknown               | -
                    what is not implemented is refused                          | 501 | -                             | Rejected         | ''                    | -
                    a failure of a gateway may have been carried out            | 502 | gateway-page.html             | Unavailable      | ''                    | -
                    503 that names no time may have been carried out            | 503 | -                             | Unavailable      | ''                    | -
                    an answer that came too late may have been carried out      | 504 | page-as-message.json          | Unavailable      | BadGateway            | -
                    a quota that is used up is refused                          | 507 | -                             | Rejected         | ''                    | -
                    a bandwidth that is used up is throttling                   | 509 | -                             | Throttled        | ''                    | -
                    a failure that nobody documented may have been carried out  | 599 | -                             | Unavailable      | ''                    | -
                    a refusal that nobody documented is refused                 | 499 | -                             | Rejected         | ''                    | -
                    a status out of range is refused                            | 600 | -                             | Rejected         | ''                    | -
                    a provisional status is no answer                           | 199 | -                             | Rejected         | ''                    | -
                    """)
    void judges_by_remedy(String sentence, int status, String file, String remedy, String code, String hint) {
        SyncException judged = judge(status, NONE, file == null ? new byte[0] : Recorded.body(file));

        assertThat(judged.getClass().getSimpleName()).isEqualTo(remedy);
        assertThat(judged.code()).isEqualTo(code);
        if (hint == null) {
            assertThat(judged.hint()).isEmpty();
        } else {
            assertThat(judged.hint()).contains(hint).endsWith(".");
        }
    }

    @Test
    void the_message_tells_what_failed_for_whom_what_graph_said_and_what_to_do() {
        Trace trace = new Trace(400, "5f0c", "0b7c", "Mon, 02 Mar 2026 09:15:46 GMT", "{}");

        SyncException judged =
                GraphErrors.judge(SUBJECT, trace, NONE, Recorded.body("tenant-without-intune.json"), NOTHING_SENT);

        assertThat(judged)
                .hasMessage(
                        "contoso.com/42: 400 BadRequest: Request not applicable to target tenant. (request-id 5f0c)."
                                + " The tenant has no usable Intune: check its Intune licence, and that its MDM authority is set.");
        assertThat(judged.trace()).isSameAs(trace);
    }

    @Test
    void throttled_carries_what_graph_asked_for() {
        HttpHeaders headers = new DefaultHttpHeaders().set("retry-after", "31,120");

        assertThat(judge(429, headers, Recorded.body("throttled-as-documented.json")))
                .isInstanceOfSatisfying(
                        Throttled.class, t -> assertThat(t.retryAfter()).isEqualTo(Duration.ofMinutes(2)));
        assertThat(judge(509, headers, new byte[0]))
                .isInstanceOfSatisfying(
                        Throttled.class, t -> assertThat(t.retryAfter()).isEqualTo(Duration.ofMinutes(2)));
    }

    @Test
    void intune_s_429_often_names_no_time() {
        assertThat(judge(429, NONE, Recorded.body("throttled-by-intune.json")))
                .isInstanceOfSatisfying(
                        Throttled.class, t -> assertThat(t.retryAfter()).isZero());
    }

    @Test
    void a_503_that_names_a_time_is_throttling() {
        assertThat(judge(503, new DefaultHttpHeaders().set("Retry-After", "7"), new byte[0]))
                .isInstanceOfSatisfying(
                        Throttled.class, t -> assertThat(t.retryAfter()).hasSeconds(7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "soon", ""})
    void a_503_whose_time_says_nothing_may_have_been_carried_out(String retryAfter) {
        assertThat(judge(503, new DefaultHttpHeaders().set("Retry-After", retryAfter), new byte[0]))
                .isInstanceOfSatisfying(
                        Unavailable.class, u -> assertThat(u.sent()).isTrue());
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 504})
    void a_time_makes_no_throttling_of_other_failures(int status) {
        assertThat(judge(status, new DefaultHttpHeaders().set("Retry-After", "7"), new byte[0]))
                .isInstanceOfSatisfying(
                        Unavailable.class, u -> assertThat(u.sent()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"401, token-revoked.json", "403, conditional-access.json", "401, role-missing.json"})
    void a_challenge_is_denied_with_its_claims(int status, String file) {
        assertThat(judge(status, CHALLENGE, Recorded.body(file))).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.claims()).isEqualTo(CLAIMS);
            assertThat(denied.hint()).contains("Sign in again");
        });
    }

    @ParameterizedTest
    @CsvSource({"401, role-missing.json", "401, token-not-accepted.json", "403, scopes-missing.json"})
    void without_a_challenge_there_are_no_claims_and_so_no_refresh(int status, String file) {
        assertThat(judge(status, NONE, Recorded.body(file)))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.claims()).isEmpty());
    }

    @Test
    void the_detail_is_intune_s_innermost_message() {
        assertThat(judge(401, NONE, Recorded.body("role-missing.json")).detail())
                .startsWith("User is not authorized to perform this operation - Operation ID")
                .doesNotContain("_version");
    }

    @Test
    void the_most_specific_known_code_decides() {
        String body = "{'error':{'code':'BadRequest','innerError':{'code':'%s','innerError':{'code':'%s'}}}}";

        assertThat(judge(400, NONE, json(body.formatted("ResourceNotFound", "Whatever"))))
                .isInstanceOf(UnknownConnector.class);
        assertThat(judge(400, NONE, json(body.formatted("ResourceNotFound", "InternalError"))))
                .isInstanceOf(Unavailable.class);
        assertThat(judge(400, NONE, json(body.formatted("InternalError", "itemnotfound"))))
                .isInstanceOf(UnknownConnector.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forbidden", "AccessDenied", "Authorization_RequestDenied"})
    void a_401_about_permission_is_not_about_the_token(String code) {
        assertThat(judge(401, NONE, json("{'error':{'code':'" + code + "'}}")).hint())
                .contains("a new token does not help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ResourceNotFound", "Request_ResourceNotFound", "ItemNotFound", "NotFound"})
    void a_400_with_the_code_of_a_404_is_one(String code) {
        assertThat(judge(400, NONE, json("{'error':{'code':'" + code + "'}}"))).isInstanceOf(UnknownConnector.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"The connector was not found.", "CANNOT FIND it", "No such thing: it does not exist"})
    void a_400_with_the_text_of_a_404_is_one(String message) {
        assertThat(judge(400, NONE, json("{'error':{'code':'BadRequest','message':'" + message + "'}}")))
                .isInstanceOf(UnknownConnector.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"InternalError", "InternalServerError", "UnknownError", "Unknown"})
    void a_400_with_the_code_of_a_500_is_one(String code) {
        assertThat(judge(400, NONE, json("{'error':{'code':'" + code + "'}}")))
                .isInstanceOfSatisfying(
                        Unavailable.class, u -> assertThat(u.sent()).isTrue());
    }

    @Test
    void a_400_with_the_text_of_a_500_is_one() {
        assertThat(judge(400, NONE, json("{'error':{'message':'An Internal Server Error has occurred'}}")))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void digits_in_a_text_mean_nothing() {
        byte[] body = json("{'error':{'code':'BadRequest','message':'403 429 https://host/404/503?id=401'}}");

        assertThat(judge(400, NONE, body)).isInstanceOf(Rejected.class);
        assertThat(judge(500, NONE, body)).isInstanceOf(Unavailable.class);
        assertThat(judge(403, NONE, body)).isInstanceOf(Denied.class);
    }

    @ParameterizedTest
    @CsvSource({
        "400, not-found-as-400.json, ''",
        "400, not-found-code-as-400.json, ''",
        "404, not-found.json, Graph URL",
        "409, empty-code.json, ''",
        "410, empty-code.json, ''",
        "423, empty-code.json, ''",
    })
    void a_request_about_no_connector_knows_no_unknown_connector(int status, String file, String hint) {
        SyncException judged = GraphErrors.judge(
                "contoso.com", new Trace(status, "", "", "", ""), NONE, Recorded.body(file), NOTHING_SENT);

        assertThat(judged).isInstanceOf(Rejected.class);
        if (hint.isEmpty()) {
            assertThat(judged.hint()).isEmpty();
        } else {
            assertThat(judged.hint()).contains(hint);
        }
    }

    @ParameterizedTest
    @CsvSource({"502, gateway-page.html", "504, page-as-message.json"})
    void a_page_becomes_a_short_line(int status, String file) {
        assertThat(judge(status, NONE, Recorded.body(file)).detail()).isEqualTo("502 Bad Gateway The gateway is busy");
    }

    @Test
    void a_huge_body_becomes_a_short_detail() {
        String huge =
                "{\"error\":{\"code\":\"" + "c".repeat(50_000) + "\",\"message\":\"" + "m".repeat(50_000) + "\"}}";

        SyncException judged = judge(400, NONE, huge.getBytes(UTF_8));

        assertThat(judged.code()).hasSizeLessThan(1_100);
        assertThat(judged.detail()).hasSizeLessThan(1_100);
    }

    @Test
    void nothing_that_a_server_sends_reaches_a_terminal_as_a_control_character() {
        byte[] body = json("{'error':{'code':'Bad\\u001b[31mRequest','message':'one\\r\\ntwo\\u001b[2J\\u0007'}}");

        SyncException judged =
                GraphErrors.judge(SUBJECT, new Trace(400, "5f\u001b[1m0c\n", "", "", ""), NONE, body, NOTHING_SENT);

        assertThat(judged.code()).isEqualTo("BadRequest");
        assertThat(judged.detail()).isEqualTo("one two");
        assertThat(judged).hasMessage("contoso.com/42: 400 BadRequest: one two (request-id 5f0c)");
    }

    private static SyncException judge(int status, HttpHeaders headers, byte[] body) {
        return GraphErrors.judge(SUBJECT, new Trace(status, "", "", "", ""), headers, body, NOTHING_SENT);
    }

    private static byte[] json(String singleQuoted) {
        return singleQuoted.replace('\'', '"').getBytes(UTF_8);
    }
}
