package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.AccessToken;
import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.SyncAnswer;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.bulk.SyncOutcome.Accepted;
import io.fansync.bulk.SyncOutcome.Confirmed;
import io.fansync.bulk.SyncOutcome.Failed;
import io.fansync.bulk.SyncOutcome.Unconfirmed;
import io.fansync.bulk.SyncOutcome.Unknown;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.Seen;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

/** Faults of the server and of the network in between; what the server really did is the judge. */
@Timeout(120)
class FaultsOverHttpTest {

    /** Has another token wherever Graph wants one. */
    private static final TokenSource TOKENS = request -> Mono.just(new AccessToken(
            "sim." + request.tenant() + ".test" + request.claims().hashCode(),
            Instant.now().plus(Duration.ofHours(1))));

    @AutoClose("dispose")
    private final ConnectionProvider pool = ConnectionProvider.create("faults", 200);

    private final HttpClient patient = HttpClient.create(pool).responseTimeout(Duration.ofMinutes(1));
    private final HttpClient impatient = patient.responseTimeout(Duration.ofSeconds(1));

    /** How many answers left open what was done. */
    private final LongAdder ambiguous = new LongAdder();

    private static GraphSimulator fifty(int connectorsEach) {
        return GraphSimulator.create().tenants(50).connectors(connectorsEach).noQuota();
    }

    private Map<Connector, SyncOutcome> sync(GraphSimulator.Running graph, UnaryOperator<BulkSync> settings) {
        return sync(graph, graph.graph().toString(), patient, settings);
    }

    private Map<Connector, SyncOutcome> sync(
            GraphSimulator.Running graph, String url, HttpClient http, UnaryOperator<BulkSync> settings) {
        Map<Connector, SyncOutcome> outcomes = new HashMap<>();
        GraphCloud cloud = GraphCloud.of(url, graph.login().toString());
        ConnectorClient client = counting(ConnectorClient.create(cloud, TOKENS, http));
        StepVerifier.create(settings.apply(BulkSync.over(client))
                        .quota(Quota.of(1_000, Duration.ofSeconds(20)))
                        .sync(Flux.fromIterable(graph.connectors()), SyncType.DELTA)
                        .doOnNext(outcome -> outcomes.put(outcome.connector(), outcome))
                        .then())
                .verifyComplete();
        assertThat(outcomes).hasSize(graph.connectors().size());
        return outcomes;
    }

    private ConnectorClient counting(ConnectorClient client) {
        return new ConnectorClient() {
            @Override
            public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
                return client.sync(connector, type).doOnError(failure -> count(failure, 1));
            }

            @Override
            public int batchSize() {
                return client.batchSize();
            }

            @Override
            public Flux<SyncAnswer> syncAll(String tenant, List<String> ids, SyncType type) {
                return client.syncAll(tenant, ids, type)
                        .doOnNext(answer -> count(answer, 1))
                        .doOnError(failure -> count(failure, ids.size()));
            }
        };
    }

    private void count(Object answer, int connectors) {
        if (answer instanceof Unavailable lost && lost.sent()) {
            ambiguous.add(connectors);
        }
    }

    private static void requireTruth(GraphSimulator.Running graph, Map<Connector, SyncOutcome> outcomes) {
        Map<Connector, Integer> synced = graph.synced();
        assertThat(outcomes.values()).allSatisfy(outcome -> {
            if (outcome instanceof Accepted || outcome instanceof Confirmed || outcome instanceof Unconfirmed) {
                assertThat(synced).containsKey(outcome.connector());
            } else if (outcome instanceof Failed) {
                assertThat(synced).doesNotContainKey(outcome.connector());
            }
        });
    }

    private static long repeats(GraphSimulator.Running graph) {
        return graph.synced().values().stream().mapToLong(times -> times - 1).sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void of_five_thousand_connectors_nobody_is_lost_and_nothing_is_said_that_is_not_so(int batch) {
        try (GraphSimulator.Running graph = fifty(100).faults(5).seed(batch).start()) {
            Flux.range(1, 50)
                    .delayElements(Duration.ofMillis(20))
                    .doOnNext(tenant -> graph.revoke("tenant-" + tenant + ".example"))
                    .subscribe();

            Map<Connector, SyncOutcome> outcomes = sync(graph, bulk -> bulk.batch(batch));

            assertThat(graph.synced()).hasSize(5_000);
            assertThat(outcomes.values()).noneMatch(Failed.class::isInstance);
            requireTruth(graph, outcomes);
            assertThat(repeats(graph)).isLessThanOrEqualTo(ambiguous.sum());
        }
    }

    @Test
    void at_most_once_never_sends_twice_what_may_have_been_done() {
        try (GraphSimulator.Running graph = fifty(20).faults(10).start()) {
            Map<Connector, SyncOutcome> outcomes =
                    sync(graph, bulk -> bulk.batch(1).atMostOnce());

            assertThat(outcomes.values()).filteredOn(Unknown.class::isInstance).hasSizeGreaterThan(25);
            assertThat(graph.synced()).values().containsOnly(1);
            assertThat(graph.requests()).extracting(Seen::path).hasSize(1_000).doesNotHaveDuplicates();
            requireTruth(graph, outcomes);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void a_network_that_breaks_requests_in_nine_ways_loses_nobody(int batch) throws IOException {
        try (GraphSimulator.Running graph = fifty(20).start();
                FaultyProxy proxy = new FaultyProxy(graph.graph(), 10, batch)) {
            Map<Connector, SyncOutcome> outcomes = sync(
                    graph, proxy.url(), impatient, bulk -> bulk.batch(batch).concurrency(32));

            assertThat(proxy.made()).isPositive();
            assertThat(graph.synced()).hasSize(1_000);
            assertThat(outcomes.values()).noneMatch(Failed.class::isInstance);
            requireTruth(graph, outcomes);
            assertThat(repeats(graph)).isLessThanOrEqualTo(ambiguous.sum());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void through_such_a_network_at_most_once_is_still_at_most_once(int batch) throws IOException {
        try (GraphSimulator.Running graph = fifty(40).start();
                FaultyProxy proxy = new FaultyProxy(graph.graph(), 10, 42)) {
            Map<Connector, SyncOutcome> outcomes = sync(
                    graph,
                    proxy.url(),
                    impatient,
                    bulk -> bulk.batch(batch).concurrency(32).atMostOnce());

            assertThat(graph.synced()).values().containsOnly(1);
            assertThat(graph.requests().stream().flatMap(FaultsOverHttpTest::paths))
                    .doesNotHaveDuplicates();
            assertThat(outcomes.values()).hasAtLeastOneElementOfType(Unknown.class);
            requireTruth(graph, outcomes);
        }
    }

    /** What a request was about: one connector, or the items of a batch. */
    private static Stream<String> paths(Seen request) {
        return request.items().isEmpty()
                ? Stream.of(request.path())
                : request.items().stream().map(Seen.Item::path);
    }

    @Test
    void verifying_finds_out_what_became_of_what_was_lost_on_the_way() throws IOException {
        try (GraphSimulator.Running graph = fifty(4).start();
                FaultyProxy proxy = new FaultyProxy(graph.graph(), 10, 7)) {
            GraphCloud cloud = GraphCloud.of(proxy.url(), graph.login().toString());
            ConnectorDirectory directory = ConnectorDirectory.create(cloud, TOKENS, impatient);

            Map<Connector, SyncOutcome> outcomes = sync(
                    graph,
                    proxy.url(),
                    impatient,
                    bulk -> bulk.batch(1).concurrency(32).confirm(directory, Duration.ofSeconds(20)));

            assertThat(graph.synced()).hasSize(200);
            assertThat(outcomes.values())
                    .filteredOn(Confirmed.class::isInstance)
                    .hasSizeGreaterThan(190);
            assertThat(repeats(graph)).isLessThanOrEqualTo(ambiguous.sum());
            requireTruth(graph, outcomes);
        }
    }

    /** Long enough for every connection to be lost and made again; {@link AmbiguityTest} waits for longer ones, in no time. */
    @Test
    void an_outage_of_the_network_is_waited_out() throws IOException {
        try (GraphSimulator.Running graph =
                        fifty(2).latency(Duration.ofMillis(20)).start();
                FaultyProxy proxy = new FaultyProxy(graph.graph(), 0, 1)) {
            Mono.delay(Duration.ofMillis(100))
                    .doOnNext(tick -> proxy.down(true))
                    .delayElement(Duration.ofSeconds(2))
                    .doOnNext(tick -> proxy.down(false))
                    .subscribe();

            Map<Connector, SyncOutcome> outcomes =
                    sync(graph, proxy.url(), impatient, bulk -> bulk.batch(1).concurrency(16));

            assertThat(graph.synced()).hasSize(100);
            assertThat(outcomes.values()).hasOnlyElementsOfType(Accepted.class);
        }
    }
}
