package io.fansync;

import static io.fansync.FakeGraph.CONNECTOR;
import static io.fansync.FakeGraph.TOKEN;
import static io.fansync.FakeGraph.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.UnknownConnector;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

@ParameterizedClass
@EnumSource
@Timeout(60)
class ConnectorDirectoryTest {

    private static final String LIST = "/v1.0/deviceManagement/exchangeConnectors";

    final Wire wire;
    final FakeGraph graph;

    ConnectorDirectoryTest(Wire wire) {
        this.wire = wire;
        this.graph = FakeGraph.on(wire);
    }

    @AfterEach
    void leaves_no_connection_in_use() {
        graph.awaitIdle();
        graph.close();
    }

    @Test
    void asks_for_the_list_as_documented() {
        graph.answers(page(""));

        StepVerifier.create(graph.directory().list("Contoso.com")).verifyComplete();

        RecordedRequest request = graph.seen();
        assertThat(request.getMethod()).isEqualTo("GET");
        assertThat(request.getTarget()).isEqualTo(LIST);
        assertThat(request.getHeaders().get("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(request.getHeaders().get("Accept")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("client-request-id")).isNotEmpty();
        assertThat(request.getHeaders().get("Content-Type")).isNull();
        assertThat(request.getBodySize()).isZero();
    }

    @Test
    void follows_the_links_from_page_to_page_as_they_are_empty_pages_included() {
        graph.answers(
                page(link("?$skiptoken=a%2Fb%20c"), "1", "2"),
                page(link("?$skiptoken=x")),
                page(link("?$skiptoken=y"), "3"),
                page("", "4"));

        StepVerifier.create(graph.directory()
                        .list("contoso.com")
                        .map(details -> details.connector().id()))
                .expectNext("1", "2", "3", "4")
                .verifyComplete();

        assertThat(Stream.generate(graph::seen).limit(4).map(RecordedRequest::getTarget))
                .containsExactly(LIST, LIST + "?$skiptoken=a%2Fb%20c", LIST + "?$skiptoken=x", LIST + "?$skiptoken=y");
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiterString = " -> ", textBlock = """
                    $skiptoken='a',(b);c*d!e:f@g&h=+i~ -> $skiptoken='a',(b);c*d!e:f@g&h=+i~
                    $skiptoken=a/../b//c?d[0]%2f%C3%BC -> $skiptoken=a/../b//c?d[0]%2f%C3%BC
                    $skiptoken=a b -> $skiptoken=a%20b
                    $skiptoken={a|b}^<c> -> $skiptoken=%7Ba%7Cb%7D%5E%3Cc%3E
                    $skiptoken=\\"a\\\\b\\" -> $skiptoken=%22a%5Cb%22
                    $skiptoken=ü😀 -> $skiptoken=%C3%BC%F0%9F%98%80
                    $skiptoken=100%&x=%zz%2 -> $skiptoken=100%25&x=%25zz%252
                    $skiptoken=a#b -> $skiptoken=a%23b
                    """)
    void follows_a_link_as_it_stands_but_for_what_cannot_be_sent_so(String link, String sent) {
        graph.answers(page(link("?" + link), "1"), page("", "2"));

        StepVerifier.create(graph.directory().list("contoso.com"))
                .expectNextCount(2)
                .verifyComplete();

        assertThat(Stream.generate(graph::seen).limit(2).map(RecordedRequest::getTarget))
                .containsExactly(LIST, LIST + "?" + sent);
    }

    @Test
    void asks_for_a_page_when_it_is_demanded_and_not_before() {
        graph.answers(page(link("?p=2"), "1", "2"), page(link("?p=3"), "3"), page("", "4"));
        AtomicInteger pages = new AtomicInteger();
        Reader reader = new Reader();
        graph.directory(request -> Mono.fromSupplier(() -> AccessToken.of("page-" + pages.incrementAndGet())))
                .list("contoso.com")
                .subscribe(reader);
        assertThat(pages).hasValue(0);

        reader.request(2);
        FakeGraph.await(() -> reader.read.get() == 2);
        graph.awaitIdle();
        assertThat(pages).hasValue(1);

        reader.request(1);
        FakeGraph.await(() -> reader.read.get() == 3);
        graph.awaitIdle();
        assertThat(pages).hasValue(2);

        reader.cancel();
        assertThat(graph.requests()).isEqualTo(2);
    }

    private static final class Reader extends BaseSubscriber<ConnectorDetails> {

        final AtomicInteger read = new AtomicInteger();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // Demands nothing of its own accord.
        }

        @Override
        protected void hookOnNext(ConnectorDetails details) {
            read.incrementAndGet();
        }
    }

    @Test
    void walks_anew_at_each_subscription() {
        graph.answers(page(link("?p=2"), "1"), page("", "2"), page("", "3"));
        var list = graph.directory()
                .list("contoso.com")
                .map(details -> details.connector().id());

        StepVerifier.create(list).expectNext("1", "2").verifyComplete();
        StepVerifier.create(list).expectNext("3").verifyComplete();
    }

    @Test
    void sends_no_token_to_a_link_that_leads_elsewhere() {
        try (FakeGraph elsewhere = FakeGraph.on(wire)) {
            elsewhere.answers(page("", "2"));
            graph.answers(page(elsewhere.cloud().graph() + LIST + "?p=2", "1"));

            StepVerifier.create(graph.directory().list("contoso.com"))
                    .expectNextCount(1)
                    .expectErrorSatisfies(error -> assertThat(error)
                            .isInstanceOf(Rejected.class)
                            .hasMessageContainingAll("contoso.com: the token for "
                                    + graph.cloud().graph() + " is not sent to "
                                    + elsewhere.cloud().graph()))
                    .verify();

            assertThat(elsewhere.requests()).isZero();
            assertThat(graph.requests()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/v1.0/x",
                "//evil.example/v1.0/x",
                "ftp://localhost/x",
                "mailto:graph@evil.example",
                "SCHEME://evil@localhost:PORT/x",
                "SCHEME://localhost:PORT@evil.example/x",
                "SCHEME://localhost.evil.example:PORT/x",
                "SCHEME://localhost:1/x",
                "SCHEME://localhost/x",
                "OTHER://localhost:PORT/x",
                "http://[not a url",
                "http:\\\\\\\\evil.example/v1.0/x",
                "SCHEME://localhost:PORT\\\\@evil.example/x",
                "SCHEME://localhost:PORT @evil.example/x",
                "SCHEME://localhost:PORT#@evil.example/x"
            })
    void refuses_a_link(String link) {
        String nextLink = link.replace("SCHEME", wire.scheme())
                .replace("OTHER", wire == Wire.HTTP11 ? "https" : "http")
                .replace("PORT", "" + graph.cloud().graph().getPort());
        graph.answers(page(nextLink, "1"));

        StepVerifier.create(graph.directory().list("contoso.com"))
                .expectNextCount(1)
                .expectError(Rejected.class)
                .verify();

        assertThat(graph.requests()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x:a-secret", "//a-secret@/x", "//a-secret@localhost/x"})
    void quotes_no_secret_from_a_link(String link) {
        graph.answers(page(link, "1"));

        StepVerifier.create(graph.directory().list("contoso.com"))
                .expectNextCount(1)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(Rejected.class)
                        .hasMessageContaining("is not sent elsewhere")
                        .hasMessageNotContaining("a-secret"))
                .verify();
    }

    @Test
    void accepts_a_link_to_the_same_place_in_other_letters() {
        graph.answers(page(link("?p=2").replace("http", "HTTP").replace("localhost", "LOCALHOST"), "1"), page("", "2"));

        StepVerifier.create(graph.directory().list("contoso.com"))
                .expectNextCount(2)
                .verifyComplete();
    }

    @Test
    void does_not_walk_in_circles() {
        graph.answers(page(link("?p=2"), "1"), page(link("?p=3"), "2"), page(link("?p=2"), "3"));

        StepVerifier.create(graph.directory().list("contoso.com"))
                .expectNextCount(3)
                .expectErrorSatisfies(
                        error -> assertThat(error).isInstanceOf(Rejected.class).hasMessageContaining("circle"))
                .verify();

        assertThat(graph.requests()).isEqualTo(3);
    }

    @Test
    void passes_on_an_error_after_what_was_read_before_it() {
        graph.answers(page(link("?p=2"), "1"), json(429, "{}"));

        StepVerifier.create(graph.directory().list("contoso.com"))
                .expectNextCount(1)
                .expectError(Throttled.class)
                .verify();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"value\":{}}", "{\"value\":[{\"id\":\"1\"}", "[]"})
    void rejects_a_malformed_list(String body) {
        graph.answers(json(200, body));

        StepVerifier.create(graph.directory().list("contoso.com"))
                .expectErrorSatisfies(error -> {
                    assertThat(error).isInstanceOf(Rejected.class).hasMessageStartingWith("contoso.com: 200: ");
                    assertThat(((Rejected) error).trace().status()).isEqualTo(200);
                })
                .verify();
    }

    @ParameterizedTest
    @ValueSource(strings = {"connector.json", "connector-in-value.json"})
    void reads_one_connector_in_either_shape(String file) {
        graph.answers(recorded(file));

        StepVerifier.create(graph.directory().get(CONNECTOR))
                .assertNext(details -> assertThat(details.connector().tenant()).isEqualTo("contoso.com"))
                .verifyComplete();

        assertThat(graph.seen().getTarget()).isEqualTo(LIST + "/42");
    }

    @Test
    void says_if_there_is_no_such_connector() {
        graph.answers(json(404, "{\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"\"}}"));

        StepVerifier.create(graph.directory().get(CONNECTOR))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOf(UnknownConnector.class)
                        .hasMessageStartingWith("contoso.com/42: 404"))
                .verify();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "contoso.com/x", "..", ".com", "-"})
    void refuses_a_tenant_that_is_none_at_once(String tenant) {
        assertThatIllegalArgumentException().isThrownBy(() -> graph.directory().list(tenant));
    }

    private String link(String query) {
        return graph.cloud().graph() + LIST + query;
    }

    private static MockResponse.Builder page(String nextLink, String... ids) {
        String value = IntStream.range(0, ids.length)
                .mapToObj(i -> "{\"id\":\"" + ids[i] + "\"}")
                .reduce((a, b) -> a + "," + b)
                .orElse("");
        String link = nextLink.isEmpty() ? "" : ",\"@odata.nextLink\":\"" + nextLink + "\"";
        return json(200, "{\"value\":[" + value + "]" + link + "}");
    }

    private static MockResponse.Builder recorded(String file) {
        return json(200, new String(Recorded.body(file), UTF_8));
    }
}
