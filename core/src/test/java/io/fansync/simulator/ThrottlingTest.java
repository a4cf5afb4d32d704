package io.fansync.simulator;

import static io.fansync.simulator.Caller.CONNECTORS;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.simulator.GraphSimulator.RetryAfterForm;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ThrottlingTest {

    private static final GraphSimulator TWO_AN_HOUR =
            GraphSimulator.create().tenants(2).quota(2, Duration.ofHours(1));

    @Test
    void answers_429_when_a_tenants_writes_are_used_up_and_leaves_the_others_alone() {
        try (GraphSimulator.Running graph = TWO_AN_HOUR.start()) {
            Caller caller = Caller.of(graph);
            List<Integer> statuses = new ArrayList<>();
            for (Connector connector : List.of(connector(graph, 0), connector(graph, 1), connector(graph, 2))) {
                statuses.add(caller.sync(connector).statusCode());
            }

            assertThat(statuses).containsExactly(204, 204, 429);
            assertThat(caller.sync(connector(graph, 10)).statusCode()).isEqualTo(204);
            assertThat(caller.get("tenant-1.example", CONNECTORS).statusCode()).isEqualTo(200);
            assertThat(graph.synced()).hasSize(3);
        }
    }

    @Test
    void words_a_429_as_intune_does() {
        try (GraphSimulator.Running graph = TWO_AN_HOUR.start()) {
            Caller caller = Caller.of(graph);
            graph.throttle("tenant-1.example", Duration.ofHours(1));

            HttpResponse<String> response = caller.sync(connector(graph, 0));

            JsonNode error = Json.MAPPER.readTree(response.body()).path("error");
            assertThat(error.propertyNames()).containsExactly("code", "message", "details", "innerError");
            assertThat(error.path("code").asString()).isEqualTo("TooManyRequests");
            assertThat(error.path("innerError").propertyNames())
                    .containsExactly("date", "request-id", "client-request-id");
            assertThat(error.path("innerError").path("date").asString()).matches("[\\d-]+T[\\d:]+");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SECONDS, 0, 0",
        "SECONDS, 1, 1",
        "SECONDS, 2000000000, 2",
        "SECONDS, 2128000000, 3",
        "DECIMAL, 1, 0.001",
        "DECIMAL, 2128000000, 2.128",
        "DECIMAL, 2128000001, 2.129",
        "DATE, 500000000, 'Thu, 01 Jan 2026 00:00:01 GMT'",
        "DATE, 500000001, 'Thu, 01 Jan 2026 00:00:02 GMT'",
    })
    void says_when_to_come_back_never_too_early(RetryAfterForm form, long nanos, String header) {
        Answer answer = form.on(Answer.status(429), nanos, Instant.parse("2026-01-01T00:00:00.500Z"));

        assertThat(answer.headers()).containsEntry("Retry-After", header);
    }

    @Test
    void says_nothing_when_told_so() {
        try (GraphSimulator.Running graph =
                TWO_AN_HOUR.retryAfter(RetryAfterForm.ABSENT).start()) {
            graph.throttle("tenant-1.example", Duration.ofHours(1));

            HttpResponse<String> response = Caller.of(graph).sync(connector(graph, 0));

            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("Retry-After")).isEmpty();
        }
    }

    @Test
    void throttles_a_tenant_until_told_otherwise() {
        try (GraphSimulator.Running graph = TWO_AN_HOUR.start()) {
            Caller caller = Caller.of(graph);
            graph.throttle("tenant-1.example", Duration.ofHours(1));

            HttpResponse<String> throttled = caller.get("tenant-1.example", CONNECTORS);
            HttpResponse<String> neighbour = caller.get("tenant-2.example", CONNECTORS);
            graph.throttle("tenant-1.example", Duration.ZERO);
            HttpResponse<String> free = caller.get("tenant-1.example", CONNECTORS);

            assertThat(throttled.statusCode()).isEqualTo(429);
            assertThat(throttled.headers().firstValue("Retry-After")).isPresent();
            assertThat(neighbour.statusCode()).isEqualTo(200);
            assertThat(free.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void is_out_of_order_for_a_tenant_until_told_otherwise() {
        try (GraphSimulator.Running graph = TWO_AN_HOUR.start()) {
            Caller caller = Caller.of(graph);
            graph.outage("tenant-1.example", Duration.ofHours(1));

            HttpResponse<String> response = caller.sync(connector(graph, 0));

            assertThat(response.statusCode()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).isEmpty();
            assertThat(graph.synced()).isEmpty();
        }
    }

    private static Connector connector(GraphSimulator.Running graph, int index) {
        return graph.connectors().get(index);
    }
}
