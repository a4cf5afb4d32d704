package io.fansync.embedding;

import io.fansync.Backoff;
import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.GraphCloud;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.SyncOutcome;
import io.fansync.micrometer.BulkSyncMetrics;
import io.fansync.micrometer.SyncObservations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.concurrent.Flow;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;

/** The README's recipes, as the compiler sees them; {@link RecipesTest} has them run. */
record Recipes(ConnectorClient client, BulkSync bulk) {

    static Recipes observed(TokenSource tokens, ObservationRegistry registry, MeterRegistry meters) {
        SyncObservations observed = SyncObservations.of(registry);
        ConnectorClient client = observed.client(ConnectorClient.create(GraphCloud.GLOBAL, tokens, observed::http));
        BulkSync bulk = observed.bulk(BulkSync.over(client));
        new BulkSyncMetrics(bulk).bindTo(meters);
        return new Recipes(client, bulk);
    }

    SyncReceipt onVirtualThread(Connector connector) {
        return client.sync(connector, SyncType.DELTA)
                .retryWhen(Backoff.standard())
                .block();
    }

    Uni<SyncReceipt> uni(Connector connector) {
        return Uni.createFrom()
                .completionStage(() -> client.sync(connector, SyncType.DELTA).toFuture());
    }

    Multi<SyncOutcome> multi(Publisher<Connector> connectors) {
        Flow.Publisher<SyncOutcome> outcomes =
                JdkFlowAdapter.publisherToFlowPublisher(bulk.sync(connectors, SyncType.DELTA));
        return Multi.createFrom().publisher(outcomes);
    }
}
