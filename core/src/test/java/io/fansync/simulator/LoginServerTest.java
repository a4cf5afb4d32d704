package io.fansync.simulator;

import static io.fansync.simulator.Caller.CONNECTORS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class LoginServerTest {

    private static final String TENANT = "tenant-1.example";
    private static final String ID = "00000001-0000-4000-8000-000000000000";

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(2).refreshIn(Duration.ofMinutes(30)).start();

    private final Caller caller = Caller.of(graph);

    @Test
    void issues_an_application_a_token_that_graph_accepts() {
        JsonNode answer = json(token(TENANT, application()));

        assertThat(answer.propertyNames())
                .containsExactly("token_type", "expires_in", "ext_expires_in", "refresh_in", "access_token");
        assertThat(answer.path("expires_in").asInt()).isEqualTo(3_599);
        assertThat(answer.path("refresh_in").asInt()).isEqualTo(1_800);
        JsonNode claims = claims(answer.path("access_token").asString());
        assertThat(claims.path("tid").asString()).isEqualTo(ID);
        assertThat(claims.path("appid").asString()).isEqualTo("app");
        assertThat(claims.path("aud").asString()).isEqualTo(graph.graph().toString());
        assertThat(list(answer.path("access_token").asString())).isEqualTo(200);
        assertThat(graph.requests().get(0).tenant()).isEqualTo(TENANT);
    }

    @Test
    void issues_each_token_once_and_counts_the_calls() {
        String first = accessToken(token(TENANT, application()));
        String second = accessToken(token(ID, application()));
        token("tenant-2.example", application());
        token("contoso.com", application());

        assertThat(second).isNotEqualTo(first);
        assertThat(graph.tokenCalls(TENANT)).isEqualTo(2);
        assertThat(graph.tokenCalls(TENANT, "client_credentials")).isEqualTo(2);
        assertThat(graph.tokenCalls(TENANT, "refresh_token")).isZero();
        assertThat(graph.tokenCalls())
                .extracting(TokenCall::tenant)
                .containsExactly(TENANT, TENANT, "tenant-2.example", "contoso.com");
        assertThat(graph.tokenCalls().get(0).form()).containsEntry("client_secret", "secret");
        assertThat(graph.tokenCalls().get(0).status()).isEqualTo(200);
    }

    @Test
    void issues_a_user_tokens_for_a_device_code_and_refreshes_them() {
        JsonNode code = json(caller.signIn("/common/oauth2/v2.0/devicecode", Map.of("client_id", "app")));
        assertThat(code.path("verification_uri").asString()).startsWith(graph.login() + "/common/");

        JsonNode user = json(token(
                TENANT,
                Map.of(
                        "client_id", "app",
                        "grant_type", "urn:ietf:params:oauth:grant-type:device_code",
                        "device_code", code.path("device_code").asString())));
        JsonNode refreshed = json(token(
                TENANT,
                Map.of(
                        "client_id", "app",
                        "grant_type", "refresh_token",
                        "refresh_token", user.path("refresh_token").asString())));

        assertThat(claims(user.path("id_token").asString())
                        .path("preferred_username")
                        .asString())
                .isEqualTo("user@tenant-1.example");
        assertThat(claims(refreshed.path("access_token").asString()).path("oid").asString())
                .isEqualTo(
                        claims(user.path("access_token").asString()).path("oid").asString());
        assertThat(list(refreshed.path("access_token").asString())).isEqualTo(200);
    }

    @Test
    void issues_a_service_tokens_on_behalf_of_its_callers() {
        String first = accessToken(token(TENANT, onBehalfOf("caller-1")));
        String second = accessToken(token(TENANT, onBehalfOf("caller-2")));

        assertThat(claims(first).path("oid").asString())
                .isNotEqualTo(claims(second).path("oid").asString());
        assertThat(list(second)).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "client_id, 400, invalid_request",
        "client_secret, 401, invalid_client",
        "scope, 400, invalid_scope",
        "grant_type, 400, unsupported_grant_type",
    })
    void refuses_a_request_that_lacks_something(String field, int status, String error) {
        Map<String, String> form = new HashMap<>(application());
        form.remove(field);

        HttpResponse<String> response = token(TENANT, form);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(json(response).path("error").asString()).isEqualTo(error);
        assertThat(json(response).path("error_description").asString()).startsWith("AADSTS");
        assertThat(json(response).path("error_codes").path(0).asInt()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"device_code", "refresh_token"})
    void refuses_a_code_that_it_did_not_issue(String grant) {
        HttpResponse<String> response = token(TENANT, Map.of("client_id", "app", "grant_type", grant, grant, "forged"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).path("error").asString()).isEqualTo("invalid_grant");
    }

    @Test
    void does_not_know_other_tenants() {
        HttpResponse<String> response = token("contoso.com", application());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("AADSTS90002");
    }

    @Test
    void answers_as_scripted() {
        graph.scriptSignIn(
                TENANT,
                Answer.error(401, "invalid_client", "AADSTS7000215: Invalid client secret provided."),
                Answer.retryAfter("7"),
                Answer.error(400, "interaction_required", "AADSTS50079").claims("{\"access_token\":{}}"));

        HttpResponse<String> wrongSecret = token(TENANT, application());
        HttpResponse<String> throttled = token(TENANT, application());
        HttpResponse<String> interaction = token(TENANT, application());

        assertThat(wrongSecret.statusCode()).isEqualTo(401);
        assertThat(json(wrongSecret).path("error").asString()).isEqualTo("invalid_client");
        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(json(interaction).path("claims").asString()).isEqualTo("{\"access_token\":{}}");
        assertThat(token(TENANT, application()).statusCode()).isEqualTo(200);
        assertThat(graph.tokenCalls()).extracting(TokenCall::status).containsExactly(401, 429, 400, 200);
    }

    @Test
    void says_where_things_are() {
        JsonNode configuration = json(get("/" + TENANT + "/v2.0/.well-known/openid-configuration"));
        JsonNode instance = json(get("/common/discovery/instance?api-version=1.1"));

        assertThat(configuration.path("token_endpoint").asString())
                .isEqualTo(graph.login() + "/tenant-1.example/oauth2/v2.0/token");
        assertThat(instance.path("metadata").path(0).path("aliases").path(0).asString())
                .isEqualTo(graph.login().getAuthority());
        assertThat(get("/common/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void graph_refuses_a_token_that_has_expired() {
        try (GraphSimulator.Running brief =
                GraphSimulator.create().expiresIn(Duration.ZERO).start()) {
            Caller caller = Caller.of(brief);
            String token = accessToken(caller.signIn("/" + TENANT + "/oauth2/v2.0/token", application()));

            HttpResponse<String> response = caller.send(caller.request(CONNECTORS, token));

            assertThat(response.statusCode()).isEqualTo(401);
            assertThat(response.body()).contains("Lifetime validation failed");
        }
    }

    @Test
    void graph_challenges_every_token_from_before_a_revocation() {
        String issued = accessToken(token(TENANT, application()));
        String handmade = "sim.tenant-1.example.old";
        list(handmade);

        graph.revoke(TENANT);

        HttpResponse<String> challenged = caller.send(caller.request(CONNECTORS, issued));
        assertThat(challenged.statusCode()).isEqualTo(401);
        assertThat(challenged.body()).contains("TokenIssuedBeforeRevocationTimestamp");
        String header = challenged.headers().firstValue("WWW-Authenticate").orElseThrow();
        String claims = header.substring(header.indexOf("claims=\"") + 8, header.length() - 1);
        assertThat(Json.MAPPER
                        .readTree(Base64.getDecoder().decode(claims))
                        .path("access_token")
                        .path("nbf")
                        .path("value")
                        .asLong())
                .isPositive();
        assertThat(list(handmade)).isEqualTo(401);

        assertThat(list(accessToken(token(TENANT, application())))).isEqualTo(200);
        assertThat(list("sim.tenant-1.example.new")).isEqualTo(200);
        assertThat(list("sim.tenant-2.example.old")).isEqualTo(200);
    }

    private Map<String, String> application() {
        return Map.of(
                "grant_type", "client_credentials",
                "client_id", "app",
                "client_secret", "secret",
                "scope", graph.cloud().scope());
    }

    private static Map<String, String> onBehalfOf(String assertion) {
        return Map.of(
                "grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "requested_token_use", "on_behalf_of",
                "client_id", "app",
                "client_assertion", "signed",
                "assertion", assertion);
    }

    private HttpResponse<String> token(String tenant, Map<String, String> form) {
        return caller.signIn("/" + tenant + "/oauth2/v2.0/token", form);
    }

    private HttpResponse<String> get(String path) {
        return caller.send(HttpRequest.newBuilder(graph.login().resolve(path)));
    }

    private int list(String token) {
        return caller.send(caller.request(CONNECTORS, token)).statusCode();
    }

    private static String accessToken(HttpResponse<String> response) {
        return json(response).path("access_token").asString();
    }

    private static JsonNode claims(String token) {
        return Json.MAPPER.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    }

    private static JsonNode json(HttpResponse<String> response) {
        return Json.MAPPER.readTree(response.body());
    }
}
