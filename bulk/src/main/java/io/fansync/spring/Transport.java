package io.fansync.spring;

import io.fansync.ConnectorClient;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.TokenSource;
import io.fansync.bulk.BulkSync;
import io.fansync.micrometer.SyncObservations;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import reactor.netty.http.client.HttpClient;

/** The way to Graph: over the application's own transport, if it has one, and observed, if somebody observes. */
final class Transport {

    private final Optional<HttpClient> own;
    private final Optional<SyncObservations> observations;

    Transport(ObjectProvider<HttpClient> own, ObjectProvider<SyncObservations> observations) {
        this.own = Optional.ofNullable(own.getIfUnique());
        this.observations = Optional.ofNullable(observations.getIfAvailable());
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

    private HttpClient observed(HttpClient http) {
        return observations.map(observing -> observing.http(http)).orElse(http);
    }
}
