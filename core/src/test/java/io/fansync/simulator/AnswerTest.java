package io.fansync.simulator;

import static io.fansync.simulator.Caller.CONNECTORS;
import static io.fansync.simulator.Caller.DELTA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fansync.Connector;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnswerTest {

    private static final String TENANT = "tenant-1.example";

    @AutoClose
    private final GraphSimulator.Running graph = GraphSimulator.create().start();

    private final Caller caller = Caller.of(graph);
    private final Connector connector = graph.connectors().get(0);
    private final Connector other = graph.connectors().get(1);

    @Test
    void goes_to_the_connectors_next_request_and_to_no_other() {
        graph.script(connector, Answer.normal(), Answer.status(503).header("Retry-After", "7"));

        assertThat(caller.sync(connector).statusCode()).isEqualTo(204);
        assertThat(caller.sync(other).statusCode()).isEqualTo(204);
        HttpResponse<String> scripted = caller.sync(connector);
        assertThat(caller.sync(connector).statusCode()).isEqualTo(204);

        assertThat(scripted.statusCode()).isEqualTo(503);
        assertThat(scripted.headers().firstValue("Retry-After")).hasValue("7");
        assertThat(graph.synced()).containsOnly(entry(connector, 2), entry(other, 1));
    }

    @Test
    void goes_to_the_tenants_next_request_whatever_it_asks_for() {
        graph.script(TENANT, Answer.error(400, "BadRequest", "Request not applicable to target tenant."));

        HttpResponse<String> response = caller.get(TENANT, CONNECTORS);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .startsWith(
                        "{\"error\":{\"code\":\"BadRequest\",\"message\":\"Request not applicable to target tenant.\"");
    }

    @Test
    void carries_a_retry_after_as_it_stands() {
        graph.script(connector, Answer.retryAfter("31,120"));

        HttpResponse<String> response = caller.sync(connector);

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).hasValue("31,120");
    }

    @Test
    void carries_any_body() {
        graph.script(
                connector,
                Answer.status(502).header("Content-Type", "text/html").body("<html>"));

        HttpResponse<String> response = caller.sync(connector);

        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(response.body()).isEqualTo("<html>");
    }

    @Test
    void challenges_with_claims() {
        graph.script(connector, Answer.status(401).claims("{\"access_token\":{}}"));

        HttpResponse<String> response = caller.sync(connector);

        assertThat(response.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer ")
                .contains("error=\"insufficient_claims\"")
                .endsWith("claims=\"" + Base64.getEncoder().encodeToString("{\"access_token\":{}}".getBytes(UTF_8))
                        + "\"");
    }

    @Test
    void does_the_work_first_when_told_so() {
        graph.script(connector, Answer.status(504), Answer.status(504).afterWork());

        assertThat(caller.sync(connector).statusCode()).isEqualTo(504);
        assertThat(graph.synced()).isEmpty();
        assertThat(caller.sync(connector).statusCode()).isEqualTo(504);
        assertThat(graph.synced()).containsOnly(entry(connector, 1));
    }

    @Test
    void cuts_the_connection_before_or_after_the_work() {
        graph.script(connector, Answer.cutBefore(), Answer.cutAfter());

        assertThatThrownBy(() -> caller.sync(connector)).isInstanceOf(UncheckedIOException.class);
        assertThat(graph.synced()).isEmpty();
        assertThatThrownBy(() -> caller.sync(connector)).isInstanceOf(UncheckedIOException.class);
        assertThat(graph.synced()).containsOnly(entry(connector, 1));
        assertThat(graph.requests()).extracting(Seen::status).containsExactly(0, 0);
    }

    @Test
    void may_never_come() {
        graph.script(connector, Answer.never());

        CompletableFuture<HttpResponse<String>> hanging = caller.sendAsync(caller.syncing(connector, DELTA));
        do {
            caller.sync(other);
        } while (graph.requests().stream().noneMatch(seen -> seen.status() == 0));

        assertThat(hanging).isNotDone();
        assertThat(graph.synced()).containsOnlyKeys(other);
    }

    @Test
    void is_found_for_an_id_that_had_to_be_encoded() {
        Connector odd = new Connector(TENANT, "a/b+c d");
        graph.script(odd, Answer.status(204));

        HttpResponse<String> response =
                caller.send(caller.request(CONNECTORS + "/a%2Fb+c%20d/sync", Caller.token(TENANT))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(DELTA)));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(graph.requests().get(0).path()).endsWith("/a%2Fb+c%20d/sync");
    }

    @Test
    void refuses_what_makes_no_sense() {
        assertThatIllegalArgumentException().isThrownBy(() -> Answer.status(99)).withMessageContaining("99");
        assertThatIllegalStateException().isThrownBy(() -> Answer.cutAfter().body("x"));
        assertThatIllegalStateException().isThrownBy(() -> Answer.normal().header("Retry-After", "1"));
    }
}
