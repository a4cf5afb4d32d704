package io.fansync.simulator;

import static java.util.Map.entry;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fansync.Connector;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class GraphBatchTest {

    private static final String TENANT = "tenant-1.example";

    @AutoClose
    private final GraphSimulator.Running graph = GraphSimulator.create()
            .connectors(30)
            .quota(21, Duration.ofHours(1))
            .start();

    private final Caller caller = Caller.of(graph);
    private final List<Connector> connectors = graph.connectors();

    @Test
    void answers_each_item_in_any_order() {
        HttpResponse<String> response = caller.batch(TENANT, batch(syncs(0, 20)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(responses(response).propertyNames())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 20).mapToObj(Integer::toString).toList());
        assertThat(ids(response))
                .isNotEqualTo(IntStream.range(0, 20).mapToObj(Integer::toString).toList());
        assertThat(responses(response)).allMatch(item -> item.path("status").asInt() == 204);
        assertThat(graph.synced()).containsOnlyKeys(connectors.subList(0, 20));
    }

    @Test
    void charges_each_item_alone() {
        caller.batch(TENANT, batch(syncs(0, 20)));

        HttpResponse<String> response = caller.batch(TENANT, batch(syncs(20, 22)));

        JsonNode items = responses(response);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Retry-After")).isEmpty();
        assertThat(items.path("20").path("status").asInt()).isEqualTo(204);
        assertThat(items.path("21").path("status").asInt()).isEqualTo(429);
        assertThat(items.path("21").path("headers").path("Retry-After").asInt()).isPositive();
        assertThat(items.path("21").path("body").path("error").path("code").asString())
                .isEqualTo("TooManyRequests");
        assertThat(graph.synced()).hasSize(21);
    }

    @Test
    void writes_its_items_down() {
        caller.batch(
                TENANT,
                batch(
                        sync("a", 0),
                        sync("b", 99),
                        "{\"id\":\"c\",\"method\":\"GET\",\"url\":\"deviceManagement/exchangeConnectors\"}"));

        assertThat(graph.requests()).singleElement().satisfies(seen -> {
            assertThat(seen.status()).isEqualTo(200);
            assertThat(seen.items()).extracting(Seen.Item::id).containsExactly("a", "b", "c");
            assertThat(seen.items()).extracting(Seen.Item::status).containsExactly(204, 404, 200);
            assertThat(seen.items().get(0).body()).isEqualTo(Caller.DELTA);
        });
    }

    @Test
    void gives_an_item_what_its_connector_is_scripted_for() {
        graph.script(connectors.get(0), Answer.retryAfter("2.128"));

        JsonNode items = responses(caller.batch(TENANT, batch(syncs(0, 2))));

        assertThat(items.path("0").path("status").asInt()).isEqualTo(429);
        assertThat(items.path("0").path("headers").path("Retry-After").asString())
                .isEqualTo("2.128");
        assertThat(items.path("1").path("status").asInt()).isEqualTo(204);
    }

    @Test
    void is_cut_with_an_item_that_is() {
        graph.script(connectors.get(0), Answer.cutAfter());

        assertThatThrownBy(() -> caller.batch(TENANT, batch(syncs(0, 2)))).isInstanceOf(UncheckedIOException.class);

        assertThat(graph.synced()).containsOnly(entry(connectors.get(0), 1), entry(connectors.get(1), 1));
        assertThat(graph.requests().get(0).items())
                .extracting(Seen.Item::status)
                .containsExactly(0, 204);
    }

    @Test
    void encodes_a_body_that_is_not_json() {
        graph.script(
                connectors.get(0),
                Answer.status(502).header("Content-Type", "text/html").body("<html>"));

        JsonNode items = responses(caller.batch(TENANT, batch(syncs(0, 1))));

        assertThat(items.path("0").path("body").asString()).isEqualTo("PGh0bWw-");
    }

    @Test
    void does_not_carry_out_what_depends_on_a_failure() {
        JsonNode items = responses(caller.batch(
                TENANT,
                batch(sync("a", 99), sync("b", 0).replace("{\"id\"", "{\"dependsOn\":[\"A\"],\"id\""), sync("c", 1))));

        assertThat(items.path("a").path("status").asInt()).isEqualTo(404);
        assertThat(items.path("b").path("status").asInt()).isEqualTo(424);
        assertThat(items.path("c").path("status").asInt()).isEqualTo(204);
        assertThat(graph.synced()).containsOnlyKeys(connectors.get(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"requests\":[]}",
                "{\"requests\":[{\"method\":\"GET\",\"url\":\"/x\"}]}",
                "{\"requests\":[{\"id\":\"1\",\"url\":\"/x\"}]}",
                "{\"requests\":[{\"id\":\"1\",\"method\":\"GET\"}]}",
                "{\"requests\":[{\"id\":\"1\",\"method\":\"POST\",\"url\":\"/x\"}]}",
                "{\"requests\":[{\"id\":\"1\",\"method\":\"POST\",\"url\":\"/x\",\"body\":{}}]}",
                "{\"requests\":[{\"id\":\"1\",\"method\":\"GET\",\"url\":\"/x\",\"dependsOn\":[\"2\"]}]}",
            })
    void is_refused_as_a_whole_when_malformed(String body) {
        HttpResponse<String> response = caller.batch(TENANT, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).startsWith("{\"error\":{\"code\":\"BadRequest\"");
    }

    @Test
    void is_refused_as_a_whole_when_too_long_or_when_ids_differ_in_case_only() {
        assertThat(caller.batch(TENANT, batch(syncs(0, 21))).statusCode()).isEqualTo(400);
        assertThat(caller.batch(TENANT, batch(sync("a", 0), sync("A", 1))).statusCode())
                .isEqualTo(400);
        assertThat(graph.synced()).isEmpty();
    }

    private String[] syncs(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> sync(Integer.toString(i), i))
                .toArray(String[]::new);
    }

    private String sync(String id, int index) {
        String connector = index < connectors.size() ? connectors.get(index).id() : "unknown";
        return """
                {"id":"%s","method":"POST","url":"/deviceManagement/exchangeConnectors/%s/sync",\
                "headers":{"content-type":"application/json"},"body":{"syncType":"deltaSync"}}""".formatted(id, connector);
    }

    private static String batch(String... items) {
        return List.of(items).stream().collect(joining(",", "{\"requests\":[", "]}"));
    }

    private static JsonNode responses(HttpResponse<String> response) {
        ObjectNode byId = Json.MAPPER.createObjectNode();
        Json.MAPPER
                .readTree(response.body())
                .path("responses")
                .forEach(item -> byId.set(item.path("id").asString(), item));
        return byId;
    }

    private static List<String> ids(HttpResponse<String> response) {
        return Json.MAPPER
                .readTree(response.body())
                .path("responses")
                .valueStream()
                .map(item -> item.path("id").asString())
                .toList();
    }
}
