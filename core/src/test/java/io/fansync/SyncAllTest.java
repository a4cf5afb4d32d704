package io.fansync;

import static io.fansync.FakeGraph.TOKEN;
import static io.fansync.FakeGraph.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncException.UnknownConnector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@ParameterizedClass
@EnumSource
@Timeout(60)
class SyncAllTest {

    private static final List<String> SIX = List.of("a", "A", "b c", "d", "e", "f");

    final FakeGraph graph;

    SyncAllTest(Wire wire) {
        this.graph = FakeGraph.on(wire);
    }

    @AfterEach
    void leaves_no_connection_in_use() {
        graph.awaitIdle();
        graph.close();
    }

    @Test
    void sends_one_batch_for_all() {
        graph.answers(json(200, "{\"responses\":[{\"id\":\"2\",\"status\":204},{\"id\":\"1\",\"status\":204}]}"));

        StepVerifier.create(graph.client().syncAll("Contoso.com", List.of("a", "b c"), SyncType.DELTA))
                .expectNextMatches(answer -> isReceiptOf("a", answer))
                .expectNextMatches(answer -> isReceiptOf("b c", answer))
                .verifyComplete();

        RecordedRequest request = graph.seen();
        assertThat(request.getMethod()).isEqualTo("POST");
        assertThat(request.getTarget()).isEqualTo("/v1.0/$batch");
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("Content-Length")).isEqualTo("" + request.getBodySize());
        assertThat(FakeGraph.body(request)).isEqualTo(SyncBatchTest.body(List.of("a", "b c"), SyncType.DELTA));
        assertThat(graph.requests()).isEqualTo(1);
    }

    @Test
    void gives_one_answer_for_each_in_their_order_whatever_became_of_it() {
        graph.answers(json(200, new String(Recorded.body("batch-answer.json"), StandardCharsets.UTF_8)));

        StepVerifier.create(graph.client().syncAll("contoso.com", SIX, SyncType.FULL))
                .expectNextMatches(answer -> isReceiptOf("a", answer))
                .expectNextMatches(answer -> answer instanceof Throttled throttled
                        && throttled.retryAfter().equals(Duration.ofSeconds(17)))
                .expectNextMatches(answer -> isReceiptOf("b c", answer))
                .expectNextMatches(UnknownConnector.class::isInstance)
                .expectNextMatches(Unavailable.class::isInstance)
                .expectNextMatches(answer -> answer instanceof Unavailable missing && missing.sent())
                .verifyComplete();
    }

    @ParameterizedTest
    @CsvSource({
        "400, Rejected",
        "413, Rejected",
        "429, Throttled",
        "500, Unavailable",
        "503, Unavailable",
        "204, Rejected"
    })
    void fails_as_a_whole_if_the_batch_was_not_answered(int status, String judgement) {
        graph.answers(FakeGraph.status(status).addHeader("Retry-After", "0"));

        StepVerifier.create(graph.client().syncAll("contoso.com", SIX, SyncType.FULL))
                .expectErrorSatisfies(error -> {
                    assertThat(error.getClass().getSimpleName()).isEqualTo(judgement);
                    assertThat(error).hasMessageStartingWith("contoso.com: " + status);
                })
                .verify();
    }

    @Test
    void says_that_a_batch_may_have_been_carried_out_if_its_answer_breaks_off() {
        graph.answers(json(200, " ".repeat(100_000)).onResponseBody(new SocketEffect.CloseSocket(true, false, false)));

        StepVerifier.create(graph.client().syncAll("contoso.com", SIX, SyncType.FULL))
                .expectErrorMatches(error -> error instanceof Unavailable unavailable && unavailable.sent())
                .verify();
    }

    @Test
    void takes_one_to_twenty() {
        ConnectorClient client = graph.client();

        assertThat(client.batchSize()).isEqualTo(20);
        assertThatIllegalArgumentException().isThrownBy(() -> client.syncAll("contoso.com", List.of(), SyncType.FULL));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.syncAll("contoso.com", Collections.nCopies(21, "a"), SyncType.FULL));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.syncAll("contoso.com", List.of("a", ".."), SyncType.FULL));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.syncAll("contoso com", List.of("a"), SyncType.FULL));
    }

    @Test
    void sends_none_of_them_alone_either_if_one_is_wrong() {
        List<Connector> sent = new ArrayList<>();
        ConnectorClient alone = (connector, type) -> Mono.fromSupplier(() -> {
            sent.add(connector);
            return new SyncReceipt(connector, type);
        });

        assertThatIllegalArgumentException()
                .isThrownBy(() -> alone.syncAll("contoso.com", List.of("a", ".."), SyncType.FULL)
                        .blockLast());
        assertThat(sent).isEmpty();
    }

    private static boolean isReceiptOf(String id, SyncAnswer answer) {
        return answer instanceof SyncReceipt receipt
                && receipt.connector().equals(new Connector("contoso.com", id))
                && receipt.trace().status() == 204;
    }
}
