package io.fansync.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.fansync.Backoff;
import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import org.junit.jupiter.api.Test;

class ExampleTest {

    @Test
    void the_simulators_own_example_holds() {
        try (GraphSimulator.Running graph = GraphSimulator.create().tenants(2).start();
                ConnectorClient client =
                        ConnectorClient.create(graph.cloud(), TokenSource.fixed("sim.tenant-1.example.mine"))) {
            Connector connector = graph.connectors().get(0);
            graph.script(connector, Answer.retryAfter("1"), Answer.cutAfter());

            client.sync(connector, SyncType.FULL).retryWhen(Backoff.standard()).block();

            assertThat(graph.requests()).extracting(Seen::status).containsExactly(429, 0, 204);
            assertThat(graph.synced()).containsOnly(entry(connector, 2));
        }
    }
}
