package io.fansync.spring;

import io.fansync.ConnectorClient;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.TokenSource;
import io.fansync.bulk.BulkSync;
import io.fansync.micrometer.SyncObservations;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.http.client.HttpClient;

/**
 * A {@link ConnectorClient}, a {@link ConnectorDirectory} and a {@link BulkSync} over them, given a {@link TokenSource}: the
 * application's own, or one that signs in as {@code fansync.client-id}. Each bean makes way for one of the application's. Its
 * {@code HttpClient}, if it has one, is the transport to Graph and to the sign-in, and its {@code ObservationRegistry} observes.
 *
 * <p>When the application shuts down, runs are stopped as by {@link BulkSync#stopWhen}, before anything else is, and what is in
 * flight is given the grace period.
 */
@AutoConfiguration
@EnableConfigurationProperties(FansyncProperties.class)
public class FansyncAutoConfiguration {

    @Bean
    @ConditionalOnMissingBean
    GraphCloud fansyncGraphCloud(FansyncProperties properties) {
        return properties.graphCloud();
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnProperty("fansync.client-id")
    TokenSource fansyncTokenSource(FansyncProperties properties, Transport transport) {
        return properties.tokenSource(transport.signIn());
    }

    @Bean
    Transport fansyncTransport(ObjectProvider<HttpClient> http, ObjectProvider<SyncObservations> observations) {
        return new Transport(http, observations);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(TokenSource.class)
    ConnectorClient fansyncConnectorClient(Transport transport, GraphCloud cloud, TokenSource tokens) {
        return transport.client(cloud, tokens);
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(TokenSource.class)
    ConnectorDirectory fansyncConnectorDirectory(Transport transport, GraphCloud cloud, TokenSource tokens) {
        return transport.directory(cloud, tokens);
    }

    @Bean
    @ConditionalOnMissingBean(BulkSync.class)
    @ConditionalOnBean(ConnectorClient.class)
    Shutdown fansyncShutdown(ObjectProvider<BulkSync> bulk, FansyncProperties properties) {
        return new Shutdown(bulk, properties.bulk().grace());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnBean(ConnectorClient.class)
    BulkSync fansyncBulkSync(
            Transport transport, ConnectorClient client, FansyncProperties properties, Shutdown shutdown) {
        return properties.bulk().applied(transport.bulk(client)).stopWhen(shutdown.signal());
    }

    /** Before the other beans, which look whether it is there. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ObservationRegistry.class)
    static class Observing {

        @Bean
        @ConditionalOnMissingBean
        SyncObservations fansyncSyncObservations(ObjectProvider<ObservationRegistry> registry) {
            return SyncObservations.of(registry.getIfUnique(() -> ObservationRegistry.NOOP));
        }
    }
}
