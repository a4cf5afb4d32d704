package io.fansync.spring;

import io.fansync.ConnectorClient;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.TokenSource;
import io.fansync.bulk.BulkSync;
import io.fansync.micrometer.SyncObservations;
import java.time.Duration;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** The way to Graph: over the application's own transport, if it has one, and observed, if somebody observes. */
final class Transport implements AutoCloseable {

    private final Optional<HttpClient> own;
    private final Optional<SyncObservations> observations;
    private final ConnectionProvider signIns = ConnectionProvider.builder("fansync-sign-in")
            .maxIdleTime(Duration.ofSeconds(30))
            .build();

    Transport(ObjectProvider<HttpClient> own, ObjectProvider<SyncObservations> observations) {
        this.own = Optional.ofNullable(own.getIfUnique());
        this.observations = Optional.ofNullable(observations.getIfAvailable());
    }

    /** Over connections that end with the application. */
    HttpClient signIn() {
        return own.orElseGet(() -> HttpClient.create(signIns));
    }

    ConnectorClient client(GraphCloud cloud, TokenSource tokens) {
        ConnectorClient client = own.map(http -> ConnectorClient.create(cloud, tokens, observed(http)))
                .orElseGet(() -> ConnectorClient.create(cloud, tokens, this::observed));
        return observations.map(observing -> observing.client(client)).orElse(client);
    }

    ConnectorDirectory directory(GraphCloud cloud, TokenSource tokens) {
        return own.map(http -> ConnectorDirectory.create(cloud, tokens, observed(http)))
                .orElseGet(() -> ConnectorDirectory.create(cloud, tokens, this::observed));
    }

    BulkSync bulk(ConnectorClient client) {
        BulkSync bulk = BulkSync.over(client);
        return observations.map(observing -> observing.bulk(bulk)).orElse(bulk);
    }

    @Override
    public void close() {
        signIns.dispose();
    }

    private HttpClient observed(HttpClient http) {
        return observations.map(observing -> observing.http(http)).orElse(http);
    }
}
