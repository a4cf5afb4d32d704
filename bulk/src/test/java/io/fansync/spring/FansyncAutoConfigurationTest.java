package io.fansync.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.AccessToken;
import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.SyncOutcome;
import io.fansync.micrometer.BulkSyncMetrics;
import io.fansync.micrometer.SyncObservations;
import io.fansync.simulator.GraphSimulator;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.test.StepVerifier;

class FansyncAutoConfigurationTest {

    private static final Connector ONE = new Connector("contoso.com", "one");
    private static final TokenSource TOKENS = TokenSource.fixed("sim.tenant-1.example.test");

    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(FansyncAutoConfiguration.class, FansyncMetricsAutoConfiguration.class));
    private final ApplicationContextRunner signedIn = application.withBean(TokenSource.class, () -> TOKENS);

    @Test
    void without_a_source_of_tokens_there_is_nothing_to_sync_with() {
        application.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(ConnectorClient.class)
                .doesNotHaveBean(BulkSync.class));
    }

    @Test
    void an_application_with_its_own_tokens_needs_no_properties() {
        signedIn.run(context -> {
            assertThat(context)
                    .hasSingleBean(ConnectorClient.class)
                    .hasSingleBean(ConnectorDirectory.class)
                    .hasSingleBean(BulkSync.class)
                    .hasSingleBean(BulkSyncMetrics.class);
            assertThat(context.getBean(GraphCloud.class)).isEqualTo(GraphCloud.GLOBAL);
        });
    }

    @Test
    void two_properties_sign_in_as_the_readme_shows_them() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String shown = readme.split("```properties\n")[1].split("```")[0];
        application
                .withPropertyValues(shown.split("\n"))
                .withPropertyValues("GRAPH_SECRET=x")
                .run(context ->
                        assertThat(context).hasSingleBean(TokenSource.class).hasSingleBean(BulkSync.class));
        application
                .withPropertyValues(
                        "fansync.client-id=11111111-2222-3333-4444-555555555555", "fansync.federated-token-file=token")
                .run(context -> assertThat(context).hasSingleBean(TokenSource.class));
    }

    @Test
    void a_client_id_alone_is_told_what_is_missing() {
        application
                .withPropertyValues("fansync.client-id=11111111-2222-3333-4444-555555555555")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("fansync.client-secret or fansync.federated-token-file"));
    }

    @Test
    void the_secret_is_not_in_what_the_properties_say_of_themselves() {
        application
                .withPropertyValues("fansync.client-secret=hush")
                .run(context -> assertThat(context.getBean(FansyncProperties.class))
                        .asString()
                        .contains("cloud=GLOBAL")
                        .doesNotContain("hush"));
    }

    @Test
    void clouds_have_names_and_other_graphs_have_urls() {
        application
                .withPropertyValues("fansync.cloud=us-gov-dod")
                .run(context -> assertThat(context.getBean(GraphCloud.class)).isEqualTo(GraphCloud.US_GOV_DOD));
        application
                .withPropertyValues("fansync.cloud=delos")
                .run(context -> assertThat(context.getBean(GraphCloud.class)).isEqualTo(GraphCloud.DELOS));
        application
                .withPropertyValues(
                        "fansync.graph-url=https://graph.example", "fansync.login-url=https://login.example")
                .run(context -> assertThat(context.getBean(GraphCloud.class))
                        .isEqualTo(GraphCloud.of("https://graph.example", "https://login.example")));
        application
                .withPropertyValues("fansync.cloud=china", "fansync.login-url=https://login.partner.microsoftonline.cn")
                .run(context -> assertThat(context.getBean(GraphCloud.class))
                        .isEqualTo(GraphCloud.of(
                                "https://microsoftgraph.chinacloudapi.cn",
                                "https://login.partner.microsoftonline.cn")));
    }

    @Test
    void where_it_brings_no_transport_the_connections_of_its_sign_in_end_with_the_application() {
        AtomicReference<ConnectionProvider> connections = new AtomicReference<>();

        try (GraphSimulator.Running graph = GraphSimulator.create().start()) {
            application.run(context -> {
                HttpClient http = context.getBean(Transport.class).signIn();
                connections.set(http.configuration().connectionProvider());
                StepVerifier.create(http.get().uri(graph.graph()).response())
                        .expectNextCount(1)
                        .verifyComplete();
                assertThat(connections.get().isDisposed()).isFalse();
            });
        }

        assertThat(connections.get().isDisposed()).isTrue();
    }

    @Test
    void runs_go_on_after_the_application_was_stopped_and_started_again() {
        ConnectorClient client = (connector, type) -> Mono.just(new SyncReceipt(connector, type));

        signedIn.withBean(ConnectorClient.class, () -> client).run(context -> {
            context.getSourceApplicationContext().stop();
            context.getSourceApplicationContext().start();

            StepVerifier.create(context.getBean(BulkSync.class).sync(Mono.just(ONE), SyncType.FULL))
                    .expectNextMatches(SyncOutcome.Accepted.class::isInstance)
                    .verifyComplete();
        });
    }

    @Test
    void what_a_bulk_sync_cannot_be_told_is_said_at_start() {
        signedIn.withPropertyValues("fansync.bulk.concurrency=0")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("concurrency must be at least 1, but was 0"));
    }

    @Test
    void each_bean_makes_way_for_the_applications_own() {
        ConnectorClient client = (connector, type) -> Mono.just(new SyncReceipt(connector, type));
        BulkSync bulk = BulkSync.over(client);

        signedIn.withBean(ConnectorClient.class, () -> client).run(context -> {
            assertThat(context.getBean(ConnectorClient.class)).isSameAs(client);
            StepVerifier.create(context.getBean(BulkSync.class).sync(Mono.just(ONE), SyncType.FULL))
                    .expectNextCount(1)
                    .verifyComplete();
        });
        application
                .withBean(BulkSync.class, () -> bulk)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .getBean(BulkSync.class)
                        .isSameAs(bulk));
    }

    @Test
    void the_applications_transport_and_registry_are_used() {
        AtomicInteger requests = new AtomicInteger();
        TestObservationRegistry registry = TestObservationRegistry.create();
        try (GraphSimulator.Running graph = GraphSimulator.create().start()) {
            signedIn.withBean(GraphCloud.class, graph::cloud)
                    .withBean(ObservationRegistry.class, () -> registry)
                    .withBean(
                            HttpClient.class,
                            () -> HttpClient.create().doOnRequest((request, to) -> requests.incrementAndGet()))
                    .run(context -> {
                        Connector connector = graph.connectors().get(0);
                        StepVerifier.create(context.getBean(ConnectorClient.class)
                                        .sync(connector, SyncType.FULL)
                                        .then(context.getBean(ConnectorDirectory.class)
                                                .get(connector)))
                                .expectNextCount(1)
                                .verifyComplete();
                    });
        }

        assertThat(requests).hasValue(2);
        TestObservationRegistryAssert.assertThat(registry)
                .hasNumberOfObservationsWithNameEqualTo("http.client.request.duration", 2)
                .hasNumberOfObservationsWithNameEqualTo("fansync.sync", 1);
    }

    @Test
    void a_token_source_of_the_application_comes_before_the_properties() {
        TokenSource own = request -> Mono.just(AccessToken.of("own"));

        application
                .withPropertyValues("fansync.client-id=11111111-2222-3333-4444-555555555555", "fansync.client-secret=x")
                .withBean(TokenSource.class, () -> own)
                .run(context -> assertThat(context.getBean(TokenSource.class)).isSameAs(own));
    }

    @Test
    void an_application_without_micrometer_is_not_observed() {
        signedIn.withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context)
                        .hasSingleBean(BulkSync.class)
                        .doesNotHaveBean(SyncObservations.class)
                        .doesNotHaveBean(BulkSyncMetrics.class));
    }
}
