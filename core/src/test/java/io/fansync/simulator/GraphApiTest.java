package io.fansync.simulator;

import static io.fansync.simulator.Caller.CONNECTORS;
import static io.fansync.simulator.Caller.DELTA;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class GraphApiTest {

    private static final String TENANT = "tenant-1.example";

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(2).pageSize(4).disconnected(1).start();

    private final Caller caller = Caller.of(graph);
    private final Connector connector = graph.connectors().get(0);

    @ParameterizedTest
    @ValueSource(strings = {"{\"syncType\":\"fullSync\"}", DELTA, "{ \"syncType\" : \"deltaSync\", \"more\": 1 }"})
    void accepts_a_sync(String body) {
        HttpResponse<String> response = caller.sync(connector, body);

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.body()).isEmpty();
        assertThat(graph.synced()).containsExactly(entry(connector, 1));
    }

    @Test
    void accepts_the_long_name_of_the_action() {
        HttpResponse<String> response = caller.send(
                caller.request(CONNECTORS + "/" + connector.id() + "/microsoft.graph.sync", Caller.token(TENANT))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(DELTA)));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(graph.synced()).containsOnlyKeys(connector);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{}", "{\"syncType\":\"unknownFutureValue\"}", "{\"syncType\":1}", "[]", "{\"syncType\""})
    void refuses_a_body_without_a_sync_type(String body) {
        HttpResponse<String> response = caller.sync(connector, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).path("code").asString()).isEqualTo("BadRequest");
        assertThat(graph.synced()).isEmpty();
    }

    @Test
    void refuses_a_sync_without_a_content_type() {
        HttpResponse<String> response =
                caller.send(caller.request(CONNECTORS + "/" + connector.id() + "/sync", Caller.token(TENANT))
                        .POST(BodyPublishers.ofString(DELTA)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(error(response).path("message").asString()).contains("Content-Type");
    }

    @Test
    void does_not_know_the_connector_of_another_tenant() {
        Connector foreign = graph.connectors().get(10);

        HttpResponse<String> response = caller.sync(new Connector(TENANT, foreign.id()));

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(error(response).path("code").asString()).isEqualTo("ResourceNotFound");
        assertThat(graph.synced()).isEmpty();
    }

    @Test
    void moves_the_last_sync_of_a_connector_that_it_synced() {
        String never = caller.get(TENANT, CONNECTORS + "/" + connector.id()).body();
        caller.sync(connector);
        String synced = caller.get(TENANT, CONNECTORS + "/" + connector.id()).body();

        assertThat(json(never).path("lastSyncDateTime").asString()).isEqualTo("0001-01-01T00:00:00Z");
        assertThat(json(synced).path("lastSyncDateTime").asString()).startsWith("20");
        assertThat(json(synced).path("id").asString()).isEqualTo(connector.id());
        assertThat(json(synced).path("exchangeConnectorType").asString()).isEqualTo("onPremises");
    }

    @Test
    void lists_page_by_page() {
        List<String> ids = new ArrayList<>();
        List<String> states = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        String next = graph.graph() + CONNECTORS;
        while (!next.isEmpty()) {
            assertThat(next).startsWith(graph.graph() + CONNECTORS);
            JsonNode page = json(
                    caller.get(TENANT, next.substring(graph.graph().toString().length()))
                            .body());
            page.path("value").forEach(one -> ids.add(one.path("id").asString()));
            page.path("value").forEach(one -> states.add(one.path("status").asString()));
            sizes.add(page.path("value").size());
            next = page.path("@odata.nextLink").asString("");
        }

        assertThat(sizes).containsExactly(4, 4, 2);
        assertThat(ids)
                .containsExactlyElementsOf(graph.connectors().subList(0, 10).stream()
                        .map(Connector::id)
                        .toList());
        assertThat(states).containsOnlyOnce("disconnected").endsWith("disconnected");
    }

    @Test
    void compresses_long_answers_when_asked() {
        HttpResponse<String> asked =
                caller.send(caller.request(CONNECTORS, Caller.token(TENANT)).header("Accept-Encoding", "gzip"));
        HttpResponse<String> unasked = caller.get(TENANT, CONNECTORS);

        assertThat(header(asked, "content-encoding")).isEqualTo("gzip");
        assertThat(header(unasked, "content-encoding")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /beta/deviceManagement/exchangeConnectors, 404",
        "GET, /v1.0/deviceManagement, 404",
        "GET, /v1.0/deviceManagement/exchangeConnectorsX, 404",
        "GET, /v1.0/deviceManagement/exchangeConnectors/, 404",
        "GET, /v1.0/deviceManagement/exchangeConnectors/exchange-1, 404",
        "GET, /v1.0/deviceManagement/exchangeConnectors/%2E%2E, 404",
        "GET, /v1.0/deviceManagement/exchangeConnectors?$skiptoken=x, 400",
        "POST, /v1.0/deviceManagement/exchangeConnectors/1/resync, 404",
        "POST, /v1.0/deviceManagement/exchangeConnectors/1/sync/now, 404",
        "POST, /v1.0/deviceManagement/exchangeConnectors, 405",
        "DELETE, /v1.0/deviceManagement/exchangeConnectors/1, 405",
        "GET, /v1.0/deviceManagement/exchangeConnectors/1/sync, 405",
        "GET, /v1.0/$batch, 405",
        "GET, /, 404",
    })
    void answers_what_it_does_not_serve_in_graphs_shape(String method, String path, int status) {
        HttpResponse<String> response = caller.send(caller.request(path, Caller.token(TENANT))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(error(response).path("code").asString()).isNotEmpty();
        assertThat(error(response).path("innerError").path("request-id").asString())
                .isEqualTo(header(response, "request-id"));
    }

    @Test
    void identifies_each_exchange() {
        HttpResponse<String> named =
                caller.send(caller.syncing(connector, DELTA).header("client-request-id", "mine"));
        HttpResponse<String> unnamed = caller.sync(connector);

        assertThat(header(named, "client-request-id")).isEqualTo("mine");
        assertThat(header(unnamed, "client-request-id")).isEqualTo(header(unnamed, "request-id"));
        assertThat(header(unnamed, "request-id")).isNotEqualTo(header(named, "request-id"));
        assertThat(header(named, "date")).endsWith(" GMT");
        assertThat(json(header(named, "x-ms-ags-diagnostic"))
                        .path("ServerInfo")
                        .path("DataCenter")
                        .asString())
                .isEqualTo("Loopback");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic abc", "Bearer", "Bearer abc", "Bearer sim.contoso.com.x", "Bearer sim.x"})
    void refuses_a_token_that_it_does_not_know(String authorization) {
        HttpResponse<String> response = caller.send(
                HttpRequest.newBuilder(graph.graph().resolve(CONNECTORS)).header("Authorization", authorization));

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(error(response).path("code").asString()).isEqualTo("InvalidAuthenticationToken");
        assertThat(header(response, "www-authenticate"))
                .startsWith("Bearer realm=\"\"")
                .doesNotContain("claims");
    }

    @Test
    void wraps_intunes_own_words_into_the_message() {
        HttpResponse<String> response = caller.sync(new Connector(TENANT, "exchange-1"));

        JsonNode inner = json(error(response).path("message").asString());
        assertThat(inner.path("_version").asInt()).isEqualTo(3);
        assertThat(inner.path("Message").asString()).contains("Activity ID: " + header(response, "client-request-id"));
    }

    private static JsonNode error(HttpResponse<String> response) {
        return json(response.body()).path("error");
    }

    private static JsonNode json(String text) {
        return Json.MAPPER.readTree(text);
    }

    private static String header(HttpResponse<String> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
