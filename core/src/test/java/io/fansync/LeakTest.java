package io.fansync;

import static io.fansync.FakeGraph.CONNECTOR;
import static io.fansync.FakeGraph.TOKEN;
import static io.fansync.FakeGraph.json;
import static io.fansync.FakeGraph.status;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.UUID;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * One sync, or a batch, under Netty's paranoid leak detection, which tells of a lost buffer when the garbage collector has found
 * it.
 */
@ParameterizedClass
@ValueSource(booleans = {false, true})
@Timeout(120)
class LeakTest {

    private static final String SHORT = "{\"error\":{\"code\":\"x\",\"message\":\"" + "short ".repeat(5_000) + "\"}}";
    private static final String LONG = "{\"error\":{\"code\":\"x\",\"message\":\"" + "long ".repeat(50_000) + "\"}}";

    @Parameter
    boolean batched;

    @AutoClose
    final Logs logs = Logs.of(Level.ERROR, ResourceLeakDetector.class.getName());

    @Test
    void a_lost_buffer_is_found() {
        lose("lost on purpose " + UUID.randomUUID());

        assertThat(leaks()).hasSize(1).first().asString().contains("lost on purpose");
    }

    @ParameterizedTest
    @EnumSource
    void answers_of_every_kind_leave_nothing_behind(Wire wire) {
        try (FakeGraph graph = FakeGraph.on(wire)) {
            graph.answers(
                    status(204),
                    json(429, "{}"),
                    json(503, LONG),
                    json(500, LONG).chunkedBody(LONG, 1000),
                    json(400, SHORT).onResponseBody(new SocketEffect.CloseSocket(true, false, false)),
                    status(204).onResponseStart(new SocketEffect.CloseSocket(true, false, false)),
                    json(200, "{\"value\":[]}"));
            ConnectorClient client = graph.client();

            Flux.range(0, 6).concatMap(i -> sync(client).onErrorComplete()).blockLast();
            graph.directory().list("contoso.com").blockLast();

            graph.awaitIdle();
            assertThat(leaks()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void cancelling_at_any_time_leaves_nothing_behind(Wire wire) {
        try (FakeGraph graph = FakeGraph.on(wire)) {
            MockResponse.Builder never = status(204).onResponseStart(SocketEffect.Stall.INSTANCE);
            MockResponse.Builder half = json(500, SHORT).onResponseBody(SocketEffect.Stall.INSTANCE);
            ConnectorClient client = graph.client();

            sync(client).subscribe().dispose();
            graph.awaitIdle();
            for (MockResponse.Builder answer : List.of(never, half)) {
                int before = graph.requests();
                graph.answers(answer);
                Disposable sync = sync(client).subscribe();
                FakeGraph.await(() -> graph.requests() > before);
                sync.dispose();
                graph.awaitIdle();
            }

            assertThat(leaks()).isEmpty();
        }
    }

    @Test
    void an_answer_that_comes_twice_leaves_nothing_behind() {
        ConnectionProvider pool = ConnectionProvider.create("one", 1);
        try (RawServer server = RawServer.that(peer -> {
            String answer = refused(peer.read());
            peer.write(answer).read().write(answer).waitForTheClientToClose();
        })) {
            ConnectorClient client =
                    ConnectorClient.create(server.cloud(), TokenSource.fixed(TOKEN), HttpClient.create(pool));

            Flux.range(0, 2).concatMap(i -> sync(client).onErrorComplete()).blockLast();

            FakeGraph.await(() -> server.closedByClient() == 1);
            assertThat(leaks()).isEmpty();
        } finally {
            pool.dispose();
        }
    }

    private static String refused(RawServer.Peer peer) {
        return "HTTP/1.1 400 Bad Request\r\nclient-request-id: " + peer.clientRequestId() + "\r\nContent-Length: "
                + SHORT.length() + "\r\n\r\n" + SHORT;
    }

    private Flux<?> sync(ConnectorClient client) {
        return batched
                ? client.syncAll(CONNECTOR.tenant(), List.of(CONNECTOR.id()), SyncType.FULL)
                : client.sync(CONNECTOR, SyncType.FULL).flux();
    }

    /** What the detector has reported once it has also reported a buffer that is lost here and now. */
    private List<String> leaks() {
        String canary = "canary " + UUID.randomUUID();
        lose(canary);
        FakeGraph.await(() -> {
            System.gc();
            ByteBufAllocator.DEFAULT.buffer(1).release();
            return logs.lines().stream().anyMatch(line -> line.contains(canary));
        });
        return logs.lines().stream().filter(line -> !line.contains("canary ")).toList();
    }

    private static void lose(String name) {
        ByteBufAllocator.DEFAULT.buffer(1).touch(name);
    }
}
