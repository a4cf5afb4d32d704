package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Failed;
import io.fansync.bulk.SyncOutcome.Unknown;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.Seen;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** The engine and the client together, over real HTTP; the server's own record is the judge. */
class BulkOverHttpTest {

    private static final TokenSource TOKENS =
            TokenSource.byTenant(tenant -> TokenSource.fixed("sim." + tenant + ".test"));

    private static final Quota QUOTA = Quota.of(40, Duration.ofSeconds(1));

    private static Map<Connector, SyncOutcome> sync(GraphSimulator.Running graph, int batch) {
        Map<Connector, SyncOutcome> outcomes = new HashMap<>();
        try (ConnectorClient client = ConnectorClient.create(graph.cloud(), TOKENS)) {
            StepVerifier.create(BulkSync.over(client)
                            .batch(batch)
                            .quota(QUOTA)
                            .sync(Flux.fromIterable(graph.connectors()), SyncType.DELTA)
                            .doOnNext(outcome -> outcomes.put(outcome.connector(), outcome))
                            .then())
                    .verifyComplete();
        }
        return outcomes;
    }

    @Test
    void each_connector_is_synced_once_with_its_own_tenants_token() {
        try (GraphSimulator.Running graph =
                GraphSimulator.create().tenants(10).connectors(20).start()) {
            Map<Connector, SyncOutcome> outcomes = sync(graph, 1);

            assertThat(outcomes).hasSize(200).values().hasOnlyElementsOfType(Accepted.class);
            assertThat(graph.synced()).hasSize(200).values().containsOnly(1);
            assertThat(graph.requests())
                    .hasSize(200)
                    .allSatisfy(seen -> assertThat(seen.status()).isEqualTo(204));
        }
    }

    @Test
    void what_is_said_of_each_connector_is_what_the_server_did() {
        GraphSimulator faulty = GraphSimulator.create()
                .tenants(10)
                .connectors(60)
                .quota(QUOTA.requests(), QUOTA.window())
                .faults(10)
                .seed(42);
        for (int batch : List.of(1, 20)) {
            try (GraphSimulator.Running graph = faulty.start()) {
                Map<Connector, SyncOutcome> outcomes = sync(graph, batch);

                assertThat(outcomes).hasSize(600).values().noneMatch(Failed.class::isInstance);
                assertThat(outcomes.values())
                        .filteredOn(Accepted.class::isInstance)
                        .hasSizeGreaterThan(590)
                        .allSatisfy(accepted -> assertThat(graph.synced()).containsKey(accepted.connector()));
                assertThat(outcomes.values())
                        .allMatch(outcome -> outcome instanceof Accepted || outcome instanceof Unknown);
            }
        }
    }

    @Test
    void a_tenant_that_is_told_to_wait_is_left_alone_until_then() {
        try (GraphSimulator.Running graph =
                GraphSimulator.create().tenants(2).connectors(30).start()) {
            graph.throttle("tenant-1.example", Duration.ofSeconds(2));

            Map<Connector, SyncOutcome> outcomes = sync(graph, 1);

            assertThat(outcomes).hasSize(60).values().hasOnlyElementsOfType(Accepted.class);
            assertThat(graph.requests())
                    .filteredOn(seen -> seen.status() == 429)
                    .extracting(Seen::tenant)
                    .containsOnly("tenant-1.example");
        }
    }
}
