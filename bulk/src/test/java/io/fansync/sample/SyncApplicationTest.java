package io.fansync.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.TokenSource;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;

/** The sample against the simulator: over HTTP to the one, and from there over HTTP to the other. */
@Tag("spring-boot-4")
class SyncApplicationTest {

    private static final TokenSource TOKENS =
            TokenSource.byTenant(tenant -> TokenSource.fixed("sim." + tenant + ".test"));

    private final GraphSimulator.Running graph = GraphSimulator.create()
            .connectors(30)
            .quota(20, Duration.ofSeconds(1))
            .start();
    private final ConfigurableApplicationContext application = new SpringApplicationBuilder(SyncApplication.class)
            .initializers((GenericApplicationContext context) -> context.registerBean(TokenSource.class, () -> TOKENS))
            .properties(Map.of(
                    "server.port",
                    0,
                    "spring.main.banner-mode",
                    "off",
                    "fansync.graph-url",
                    graph.graph(),
                    "fansync.bulk.quota.window",
                    "1s"))
            .run();
    /** Of the client's own: those that Reactor Netty shares in a process end with the application. */
    private final LoopResources loops = LoopResources.create("client");

    private final WebTestClient web = WebTestClient.bindToServer(
                    new ReactorClientHttpConnector(HttpClient.newConnection().runOn(loops)))
            .baseUrl("http://127.0.0.1:" + application.getEnvironment().getRequiredProperty("local.server.port"))
            .responseTimeout(Duration.ofSeconds(30))
            .build();
    private final Connector one = graph.connectors().get(0);

    @AfterEach
    void close() {
        application.close();
        graph.close();
        loops.dispose();
    }

    private WebTestClient.ResponseSpec syncOne() {
        return web.post()
                .uri("/tenants/{tenant}/connectors/{id}/sync", one.tenant(), one.id())
                .exchange();
    }

    private Flux<ServerSentEvent<String>> syncAll() {
        return web.post()
                .uri("/tenants/{tenant}/sync", one.tenant())
                .exchange()
                .expectStatus()
                .isOk()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<String>>() {})
                .getResponseBody();
    }

    @Test
    void one_connector_is_synced() {
        syncOne()
                .expectStatus()
                .isOk()
                .expectBody(String.class)
                .value(id -> assertThat(id).isNotEmpty());

        assertThat(graph.synced()).containsExactly(Map.entry(one, 1));
    }

    @Test
    void what_graph_said_of_throttling_is_passed_on() {
        graph.script(one, Answer.retryAfter("7"));

        syncOne()
                .expectStatus()
                .isEqualTo(429)
                .expectHeader()
                .valueEquals("Retry-After", "8")
                .expectBody(String.class)
                .value(told -> assertThat(told).contains("TooManyRequests"));
    }

    @Test
    void a_tenants_connectors_are_synced_one_event_each_and_progress_between() {
        List<ServerSentEvent<String>> events = syncAll().collectList().block();

        assertThat(events)
                .filteredOn(event -> "Accepted".equals(event.event()))
                .extracting(ServerSentEvent::data)
                .containsExactlyInAnyOrderElementsOf(
                        graph.connectors().stream().map(Connector::id).toList());
        assertThat(events)
                .extracting(ServerSentEvent::event)
                .contains("progress")
                .containsOnly("Accepted", "progress");
        assertThat(events).extracting(ServerSentEvent::data).contains("30 settled");
        assertThat(graph.synced()).hasSize(30).values().containsOnly(1);
    }

    @Test
    void a_shutdown_stops_the_run_and_its_client_gets_every_outcome() {
        graph.connectors().forEach(each -> graph.script(each, Answer.retryAfter("300")));

        AtomicBoolean closing = new AtomicBoolean();
        List<String> events = syncAll()
                .map(event -> String.valueOf(event.event()))
                .doOnNext(event -> {
                    if (closing.compareAndSet(false, true)) {
                        Schedulers.boundedElastic().schedule(application::close);
                    }
                })
                .collectList()
                .block();

        assertThat(events).startsWith("progress").filteredOn("Unsent"::equals).hasSize(30);
    }
}
