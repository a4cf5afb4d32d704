package io.fansync.micrometer;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.Quota;
import io.fansync.bulk.SyncOutcome;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.transport.SenderContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.subscriber.TestSubscriber;

class SyncObservationsTest {

    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SyncObservations observed = SyncObservations.of(registry);
    /** Slow enough that connectors wait for one another, and go in a batch. */
    private final GraphSimulator.Running graph = GraphSimulator.create()
            .tenants(2)
            .connectors(3)
            .latency(Duration.ofMillis(20))
            .start();

    private final TokenSource tokens = TokenSource.byTenant(tenant -> TokenSource.fixed("sim." + tenant + ".test"));
    private final ConnectorClient client =
            observed.client(ConnectorClient.create(graph.cloud(), tokens, observed::http));
    private final BulkSync bulk = observed.bulk(BulkSync.over(client));

    private final Connector one = graph.connectors().get(0);

    SyncObservationsTest() {
        registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
    }

    @AfterEach
    void close() {
        client.close();
        graph.close();
    }

    @Test
    void one_sync_is_one_observation_with_the_request_below_it_and_the_callers_above() {
        Observation caller = Observation.start("caller", registry);

        StepVerifier.create(client.sync(one, SyncType.FULL)
                        .contextWrite(context -> context.put(ObservationThreadLocalAccessor.KEY, caller)))
                .expectNextCount(1)
                .verifyComplete();

        assertThat(registry)
                .hasObservationWithNameEqualTo("fansync.sync")
                .that()
                .hasParentObservationEqualTo(caller)
                .hasLowCardinalityKeyValue("fansync.outcome", "accepted")
                .hasLowCardinalityKeyValue("fansync.sync.type", "full")
                .hasHighCardinalityKeyValue("fansync.connector", one.id())
                .hasBeenStopped();
        assertThat(registry)
                .hasObservationWithNameEqualTo("http.client.request.duration")
                .that()
                .hasParentObservationContextSatisfying(
                        parent -> assertThat(parent.getName()).isEqualTo("fansync.sync"))
                .hasContextualNameEqualTo("POST")
                .hasLowCardinalityKeyValue("http.request.method", "POST")
                .hasLowCardinalityKeyValue("server.address", "127.0.0.1")
                .hasLowCardinalityKeyValue(
                        "server.port", String.valueOf(graph.graph().getPort()))
                .hasLowCardinalityKeyValue("http.response.status_code", "204")
                .hasLowCardinalityKeyValue("error.type", "none")
                .hasBeenStopped();
    }

    @Test
    void whose_graph_it_is_stays_known() {
        assertThat(client.cloud()).contains(graph.cloud());
    }

    @Test
    void a_sync_of_a_run_is_one_observation_however_many_attempts_it_takes() {
        graph.script(one, Answer.retryAfter("1"), Answer.status(504));

        StepVerifier.create(bulk.batch(1).sync(Mono.just(one), SyncType.DELTA))
                .expectNextCount(1)
                .verifyComplete();

        assertThat(registry).hasNumberOfObservationsWithNameEqualTo("fansync.sync", 1);
        assertThat(registry).hasNumberOfObservationsWithNameEqualTo("http.client.request.duration", 3);
        assertThat(count("fansync.sync.attempt.throttled")).isEqualTo(1);
        assertThat(count("fansync.sync.attempt.unavailable")).isEqualTo(1);
        assertThat(count("fansync.sync.attempt.accepted")).isEqualTo(1);
        assertThat(meters.get("fansync.sync")
                        .tag("fansync.outcome", "accepted")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("http.client.request.duration")
                        .tag("http.response.status_code", "429")
                        .tag("error.type", "429")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void each_connector_of_a_batch_has_its_own_observation() {
        graph.script(one, Answer.status(404));

        StepVerifier.create(bulk.concurrency(1)
                        .sync(Flux.fromIterable(graph.connectors()), SyncType.DELTA)
                        .then())
                .verifyComplete();

        assertThat(registry).hasNumberOfObservationsWithNameEqualTo("fansync.sync", 6);
        assertThat(meters.get("fansync.sync")
                        .tag("fansync.outcome", "accepted")
                        .timer()
                        .count())
                .isEqualTo(5);
        assertThat(meters.get("fansync.sync")
                        .tag("error.type", "UnknownConnector")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(graph.requests()).anyMatch(seen -> seen.path().endsWith("$batch"));
    }

    @Test
    void a_batch_outside_of_a_run_is_observed_as_well() {
        List<String> ids = graph.connectors().stream()
                .filter(connector -> connector.tenant().equals(one.tenant()))
                .map(Connector::id)
                .toList();

        StepVerifier.create(client.syncAll(one.tenant(), ids, SyncType.FULL))
                .expectNextCount(3)
                .verifyComplete();

        assertThat(meters.get("fansync.sync")
                        .tag("fansync.outcome", "accepted")
                        .timer()
                        .count())
                .isEqualTo(3);
    }

    @Test
    void a_connector_that_comes_twice_does_not_end_the_first_ones_observation() {
        graph.script(one, Answer.retryAfter("1"));

        StepVerifier.create(bulk.sync(Flux.just(one, one), SyncType.DELTA))
                .expectNextCount(2)
                .verifyComplete();

        assertThat(registry).hasNumberOfObservationsWithNameEqualTo("fansync.sync", 1);
        assertThat(meters.get("fansync.sync")
                        .tag("fansync.outcome", "accepted")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void what_a_cancelled_run_leaves_behind_is_not_left_open() {
        ConnectorClient silent = observed.client((connector, type) -> Mono.never());

        TestSubscriber<SyncOutcome> outcomes = TestSubscriber.create();
        observed.bulk(BulkSync.over(silent))
                .sync(Mono.just(one), SyncType.DELTA)
                .subscribe(outcomes);

        outcomes.cancel();

        assertThat(registry)
                .hasObservationWithNameEqualTo("fansync.sync")
                .that()
                .hasLowCardinalityKeyValue("fansync.outcome", "abandoned")
                .hasBeenStopped();
    }

    @Test
    void a_refusal_is_an_error_of_its_observation() {
        graph.script(one, Answer.retryAfter("1"));

        StepVerifier.create(client.sync(one, SyncType.FULL)).verifyError(Throttled.class);

        assertThat(registry)
                .hasObservationWithNameEqualTo("fansync.sync")
                .that()
                .hasLowCardinalityKeyValue("fansync.outcome", "failed")
                .hasLowCardinalityKeyValue("error.type", "Throttled")
                .hasError();
    }

    @Test
    void a_request_that_finds_no_server_is_observed_too() {
        GraphCloud nowhere = GraphCloud.of("http://127.0.0.1:1", "https://127.0.0.1:1");
        try (ConnectorClient lost = ConnectorClient.create(nowhere, tokens, observed::http)) {
            StepVerifier.create(lost.sync(one, SyncType.FULL)).verifyError();
        }

        assertThat(registry)
                .hasObservationWithNameEqualTo("http.client.request.duration")
                .that()
                .hasLowCardinalityKeyValue("http.request.method", "POST")
                .hasLowCardinalityKeyValue("server.address", "127.0.0.1")
                .hasLowCardinalityKeyValue("http.response.status_code", "none")
                .hasError()
                .hasBeenStopped();
    }

    @Test
    void a_directory_is_observed_through_its_transport() {
        try (ConnectorDirectory directory = ConnectorDirectory.create(graph.cloud(), tokens, observed::http)) {
            StepVerifier.create(directory.list(one.tenant())).expectNextCount(3).verifyComplete();
        }

        assertThat(registry)
                .hasObservationWithNameEqualTo("http.client.request.duration")
                .that()
                .hasLowCardinalityKeyValue("http.request.method", "GET")
                .hasLowCardinalityKeyValue("http.response.status_code", "200");
    }

    @Test
    void graph_gets_no_trace_header_from_a_tracer_that_would_send_one() {
        List<Object> asked = new ArrayList<>();
        registry.observationConfig().observationHandler(new ObservationHandler<SenderContext<Object>>() {
            @Override
            public void onStart(SenderContext<Object> context) {
                asked.add(context);
                context.getSetter().set(context.getCarrier(), "traceparent", "00-1-2-01");
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof SenderContext;
            }
        });

        StepVerifier.create(client.sync(one, SyncType.FULL)).expectNextCount(1).verifyComplete();

        assertThat(asked).hasSize(1);
        assertThat(graph.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.headers()).doesNotContainKey("traceparent"));
    }

    @Test
    void no_tag_of_a_meter_names_a_tenant_or_a_connector() {
        graph.script(one, Answer.retryAfter("1"), Answer.status(404));
        new BulkSyncMetrics(bulk).bindTo(meters);

        StepVerifier.create(bulk.sync(Flux.fromIterable(graph.connectors()), SyncType.DELTA)
                        .then())
                .verifyComplete();

        assertThat(meters.getMeters()).hasSizeGreaterThan(8);
        assertThat(meters.getMeters())
                .extracting(Meter::getId)
                .flatExtracting(Meter.Id::getTags)
                .extracting(Tag::getValue)
                .isNotEmpty()
                .noneMatch(value -> graph.connectors().stream()
                        .anyMatch(each -> value.contains(each.id()) || value.contains(each.tenant())));
    }

    @Test
    void the_gauges_show_what_is_under_way() {
        new BulkSyncMetrics(bulk).bindTo(meters);
        BulkSync promised = bulk.batch(1).quota(Quota.atMost(1, Duration.ofMinutes(1)));

        StepVerifier.create(promised.sync(Flux.fromIterable(graph.connectors()), SyncType.DELTA))
                .expectNextCount(2)
                .then(() -> {
                    assertThat(gauge("fansync.requests.in.flight")).isZero();
                    assertThat(gauge("fansync.connectors.waiting")).isEqualTo(4);
                    assertThat(gauge("fansync.tenants.paused")).isZero();
                    assertThat(gauge("fansync.quota.use")).isEqualTo(1);
                })
                .thenCancel()
                .verify();

        assertThat(gauge("fansync.connectors.waiting")).isZero();
    }

    private double count(String counter) {
        return meters.get(counter).counter().count();
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }
}
