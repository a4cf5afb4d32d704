package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fansync.SyncAnswer.Trace;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncException.UnknownConnector;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SyncBatchTest {

    private static final String TENANT = "contoso.com";
    private static final Trace OUTER =
            new Trace(200, "outer", "client", "Mon, 02 Mar 2026 09:00:00 GMT", "{\"ServerInfo\":{}}");

    @Test
    void asks_for_each_connector_as_graph_documents_it() {
        String body = body(List.of("00000001-0000-4000-8000-000000000001", "a/../b é+%?#"), SyncType.FULL);

        assertThat(JsonMapper.shared().readTree(body))
                .isEqualTo(JsonMapper.shared().readTree(Recorded.body("batch-request.json")));
    }

    @Test
    void names_the_type_of_sync_as_graph_does() {
        JsonNode request = JsonMapper.shared().readTree(body(List.of("a"), SyncType.DELTA));

        assertThat(request.at("/requests/0/body/syncType").asString()).isEqualTo("deltaSync");
    }

    @Test
    void items_are_numbered_because_ids_that_differ_by_case_would_clash() {
        JsonNode request = JsonMapper.shared().readTree(body(Collections.nCopies(20, "aA"), SyncType.DELTA));

        assertThat(request.path("requests")
                        .valueStream()
                        .map(item -> item.path("id").asString()))
                .isEqualTo(
                        IntStream.rangeClosed(1, 20).mapToObj(Integer::toString).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 21})
    void takes_1_to_20_connectors(int size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SyncBatch(TENANT, Collections.nCopies(size, "a"), SyncType.FULL))
                .withMessageContaining("not " + size);
    }

    @Test
    void answers_come_in_the_order_of_the_ids_whatever_graph_s_order() {
        List<SyncAnswer> answers = answers(List.of("a", "b", "c", "d", "e"), Recorded.body("batch-answer.json"));

        assertThat(answers.get(0))
                .isEqualTo(new SyncReceipt(
                        new Connector(TENANT, "a"),
                        SyncType.DELTA,
                        new Trace(204, "item-1", "client", OUTER.date(), OUTER.agsDiagnostic())));
        assertThat(answers.get(1))
                .isInstanceOfSatisfying(
                        Throttled.class, t -> assertThat(t.retryAfter()).hasSeconds(17));
        assertThat(answers.get(2))
                .isEqualTo(new SyncReceipt(
                        new Connector(TENANT, "c"),
                        SyncType.DELTA,
                        new Trace(204, "outer", "client", OUTER.date(), OUTER.agsDiagnostic())));
        assertThat(answers.get(3)).isInstanceOfSatisfying(UnknownConnector.class, u -> {
            assertThat(u).hasMessageStartingWith("contoso.com/d: 404 ResourceNotFound: An error has occurred");
            assertThat(u.trace().requestId()).isEqualTo("item-4");
        });
        assertThat(answers.get(4))
                .isInstanceOfSatisfying(
                        Unavailable.class, u -> assertThat(u.code()).isEqualTo("FailedDependency"));
    }

    @Test
    void an_outer_200_hides_no_throttled_item() {
        assertThat(answer("{'id':'1','status':429}"))
                .isInstanceOfSatisfying(
                        Throttled.class, t -> assertThat(t.retryAfter()).isZero());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {'Retry-After':'17'}                                                                        | PT17S
                    {'retry-after':17}                                                                          | PT17S
                    {'RETRY-AFTER':2.128}                                                                       | PT2.128S
                    {'Retry-After':['3',8]}                                                                     | PT8S
                    {'Retry-After':null}                                                                        | PT0S
                    {'Retry-After':{}}                                                                          | PT0S
                    {'Retry-After':'Mon, 02 Mar 2026 09:00:30 GMT'}                                             | PT30S
                    {'Retry-After':'Mon, 02 Mar 2026 09:00:30 GMT','date':'Mon, 02 Mar 2026 09:00:20 GMT'}      | PT10S
                    """)
    void an_item_asks_for_its_own_wait_in_headers_of_any_type(String headers, Duration wait) {
        assertThat(answer("{'id':'1','status':429,'headers':" + headers + "}"))
                .isInstanceOfSatisfying(
                        Throttled.class, t -> assertThat(t.retryAfter()).isEqualTo(wait));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'1','status':204,'body':null}",
                "{'id':'1','status':204}",
                "{'id':1,'status':'202','body':{}}"
            })
    void a_success_needs_no_body(String item) {
        assertThat(answer(item)).isInstanceOf(SyncReceipt.class);
    }

    @ParameterizedTest
    @CsvSource({"200, true", "299, true", "199, false", "300, false"})
    void only_2xx_is_success(int status, boolean success) {
        assertThat(answer("{'id':'1','status':" + status + "}") instanceof SyncReceipt)
                .isEqualTo(success);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'id':'1','status':500,'body':null}",
                "{'id':'1','status':500}",
                "{'id':'1','status':500,'body':7}"
            })
    void a_failure_need_not_say_why(String item) {
        assertThat(answer(item))
                .isInstanceOfSatisfying(
                        Unavailable.class, u -> assertThat(u).hasMessage("contoso.com/a: 500 (request-id outer)"));
    }

    @Test
    void what_is_traced_of_an_item_is_plain_text() {
        String headers = "{'request-id':'5f\\u001b[1m0c','client-request-id':'0b\\n7c','x-ms-ags-diagnostic':'{}'}";

        assertThat(answer("{'id':'1','status':204,'headers':" + headers + "}").trace())
                .isEqualTo(new Trace(204, "5f0c", "0b 7c", OUTER.date(), "{}"));
    }

    @Test
    void a_body_that_is_no_json_comes_in_base64() {
        String page = Base64.getUrlEncoder().encodeToString(Recorded.body("gateway-page.html"));

        assertThat(answer("{'id':'1','status':502,'body':'" + page + "'}"))
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        u -> assertThat(u.detail()).isEqualTo("502 Bad Gateway The gateway is busy"));
        assertThat(answer("{'id':'1','status':400,'body':'not base64!'}"))
                .isInstanceOfSatisfying(
                        Rejected.class, r -> assertThat(r.detail()).isEqualTo("not base64!"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'responses':[]}",
                "{'responses':[{'id':'2','status':204},{'id':'','status':204},{'status':204},{'id':'01','status':204}]}",
                "{'responses':[{'id':'1'}]}",
                "{'responses':[{'id':'1','status':null}]}",
                "{'responses':[{'id':'1','status':'fine'}]}",
                "{'responses':[null,7,'1',[]]}",
                "{'responses':null}",
                "{}",
                "[]",
                "null",
                "",
                "<html>",
                "{'responses':[{'id':'1','status':204}",
            })
    void a_connector_without_an_answer_may_have_been_synced(String body) {
        assertThat(answers(List.of("a"), json(body))).singleElement().isInstanceOfSatisfying(Unavailable.class, u -> {
            assertThat(u.sent()).isTrue();
            assertThat(u.trace()).isEqualTo(OUTER);
            assertThat(u).hasMessage("contoso.com/a: 200: no answer in the batch (request-id outer)");
        });
    }

    @ParameterizedTest
    @CsvSource({"404, 204, SyncReceipt", "204, 404, SyncReceipt", "404, 429, UnknownConnector"})
    void of_several_answers_to_one_item_a_success_counts_and_else_the_first(int one, int other, String judgement) {
        String body = "{'responses':[{'id':'1','status':" + one + "},{'id':'1','status':" + other + "}]}";

        assertThat(answers(List.of("a"), json(body)))
                .singleElement()
                .satisfies(
                        answer -> assertThat(answer.getClass().getSimpleName()).isEqualTo(judgement));
    }

    @Test
    void a_connector_asked_for_twice_is_answered_twice() {
        String body = "{'responses':[{'id':'2','status':429},{'id':'1','status':204}]}";

        assertThat(answers(List.of("a", "a"), json(body)))
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(SyncReceipt.class),
                        second -> assertThat(second).isInstanceOf(Throttled.class));
    }

    private static SyncAnswer answer(String item) {
        return answers(List.of("a"), json("{'responses':[" + item + "]}")).get(0);
    }

    private static List<SyncAnswer> answers(List<String> ids, byte[] body) {
        return new SyncBatch(TENANT, ids, SyncType.DELTA).answers(OUTER, body, new SentToken(""));
    }

    static String body(List<String> ids, SyncType type) {
        return new SyncBatch(TENANT, ids, type)
                .body(new UnpooledByteBufAllocator(false))
                .toString(UTF_8);
    }

    private static byte[] json(String singleQuoted) {
        return singleQuoted.replace('\'', '"').getBytes(UTF_8);
    }
}
