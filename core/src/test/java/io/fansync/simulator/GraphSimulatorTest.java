package io.fansync.simulator;

import static io.fansync.simulator.Caller.CONNECTORS;
import static io.fansync.simulator.Caller.DELTA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fansync.Connector;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.netty.ChannelBindException;

@Timeout(60)
class GraphSimulatorTest {

    @Test
    void has_predictable_tenants_and_connectors() {
        try (GraphSimulator.Running graph =
                GraphSimulator.create().tenants(17).connectors(2).start()) {
            assertThat(graph.connectors())
                    .hasSize(34)
                    .startsWith(new Connector("tenant-1.example", "00000001-0000-4000-8000-000000000001"))
                    .endsWith(new Connector("tenant-17.example", "00000011-0000-4000-8000-000000000002"));
        }
    }

    @Test
    void writes_down_what_it_saw() {
        try (GraphSimulator.Running graph = GraphSimulator.create().start()) {
            Caller caller = Caller.of(graph);
            Connector connector = graph.connectors().get(0);

            caller.send(caller.syncing(connector, DELTA).header("client-request-id", "mine"));
            caller.send(caller.request(CONNECTORS + "?$top=5", "unknown"));

            Seen sync = graph.requests().get(0);
            assertThat(sync.tenant()).isEqualTo("tenant-1.example");
            assertThat(sync.token()).isEqualTo("sim.tenant-1.example.test");
            assertThat(sync.method()).isEqualTo("POST");
            assertThat(sync.path()).isEqualTo(CONNECTORS + "/" + connector.id() + "/sync");
            assertThat(sync.body()).isEqualTo(DELTA);
            assertThat(sync.headers())
                    .containsEntry("client-request-id", "mine")
                    .containsEntry("content-type", "application/json")
                    .doesNotContainKey("authorization");
            assertThat(sync.status()).isEqualTo(204);

            Seen refused = graph.requests().get(1);
            assertThat(refused.tenant()).isEmpty();
            assertThat(refused.token()).isEqualTo("unknown");
            assertThat(refused.path()).isEqualTo(CONNECTORS + "?$top=5");
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.at()).isGreaterThan(sync.at());
        }
    }

    @Test
    void has_no_connectors_but_those_that_it_lists() {
        try (GraphSimulator.Running some = GraphSimulator.create().start();
                GraphSimulator.Running none =
                        GraphSimulator.create().connectors(0).start()) {
            assertThatThrownBy(() -> some.connectors().get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> some.connectors().get(10)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThat(none.connectors()).isEmpty();
            assertThatThrownBy(() -> none.connectors().get(0)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void moves_the_last_sync_after_the_delay() {
        try (GraphSimulator.Running graph =
                GraphSimulator.create().syncDelay(Duration.ofHours(1)).start()) {
            Caller caller = Caller.of(graph);
            Connector connector = graph.connectors().get(0);

            caller.sync(connector);

            assertThat(graph.synced()).containsOnlyKeys(connector);
            assertThat(caller.get(connector.tenant(), CONNECTORS + "/" + connector.id())
                            .body())
                    .contains("\"lastSyncDateTime\":\"0001-01-01T00:00:00Z\"");
        }
    }

    @Test
    void keeps_no_requests_when_told_so_but_counts_the_syncs() {
        try (GraphSimulator.Running graph =
                GraphSimulator.create().keepRequests(false).start()) {
            Connector connector = graph.connectors().get(0);

            Caller.of(graph).sync(connector);

            assertThat(graph.requests()).isEmpty();
            assertThat(graph.synced()).containsOnlyKeys(connector);
        }
    }

    @Test
    void acts_at_once_and_answers_after_the_latency() {
        try (GraphSimulator.Running graph =
                GraphSimulator.create().latency(Duration.ofHours(1)).start()) {
            Caller caller = Caller.of(graph);
            CompletableFuture<HttpResponse<String>> answer =
                    caller.sendAsync(caller.syncing(graph.connectors().get(0), DELTA));
            do {
                caller.signIn("/tenant-1.example/oauth2/v2.0/devicecode", Map.of());
            } while (graph.synced().isEmpty());

            assertThat(answer).isNotDone();
        }
    }

    @Test
    void leaves_nothing_behind_when_closed() throws Exception {
        GraphSimulator.Running graph = GraphSimulator.create().start();
        Caller caller = Caller.of(graph);
        graph.script("tenant-1.example", Answer.never());
        CompletableFuture<HttpResponse<String>> hanging =
                caller.sendAsync(caller.request(CONNECTORS, Caller.token("tenant-1.example")));
        do {
            caller.signIn("/tenant-1.example/oauth2/v2.0/devicecode", Map.of());
        } while (graph.requests().isEmpty());
        assertThat(graph.certificate()).exists();
        List<Thread> threads = threads();
        assertThat(threads).isNotEmpty();

        graph.close();

        assertThatThrownBy(hanging::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> caller.get("tenant-1.example", CONNECTORS)).hasCauseInstanceOf(ConnectException.class);
        assertThat(graph.certificate()).doesNotExist();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(threads()).isEmpty();
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("fansync-simulator"))
                .toList();
    }

    @Test
    void serves_on_the_ports_it_is_given_and_says_when_one_is_taken() {
        try (GraphSimulator.Running first = GraphSimulator.create().start()) {
            GraphSimulator again = GraphSimulator.create().port(first.graph().getPort());

            assertThatThrownBy(again::start).isInstanceOf(ChannelBindException.class);
        }
    }

    @Test
    void refuses_settings_that_make_no_sense() {
        GraphSimulator simulator = GraphSimulator.create();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.tenants(0))
                .withMessageContaining("tenants");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.faults(101))
                .withMessageContaining("faults");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> simulator.latency(Duration.ofMillis(-1)))
                .withMessageContaining("latency");
        try (GraphSimulator.Running graph = simulator.start()) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> graph.throttle("contoso.com", Duration.ofSeconds(1)))
                    .withMessage("This simulator has tenant-1.example to tenant-1.example, but no contoso.com");
        }
    }
}
