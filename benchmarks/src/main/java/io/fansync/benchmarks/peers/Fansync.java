package io.fansync.benchmarks.peers;

import io.fansync.AccessToken;
import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.GraphCloud;
import io.fansync.SyncAnswer;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.SyncOutcome.Accepted;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** fansync as an application uses it: its own pool, its own engine. */
final class Fansync implements Peer {

    private final ConnectorClient client;
    private final BulkSync bulk;

    /** @param batch connectors in one request */
    Fansync(Site site, int batch) {
        client = ConnectorClient.create(GraphCloud.of(site.graph().toString(), "https://login.example"), tokens());
        bulk = BulkSync.over(site.latencies().isRecording() ? timed(client, site.latencies()) : client)
                .concurrency(site.concurrency())
                .quota(site.quota())
                .batch(batch);
    }

    private static TokenSource tokens() {
        Map<String, Mono<AccessToken>> tokens = new ConcurrentHashMap<>();
        return request ->
                tokens.computeIfAbsent(request.tenant(), tenant -> Mono.just(AccessToken.of(Site.token(tenant))));
    }

    @Override
    public void sync(List<Connector> connectors, Consumer<Connector> failed) {
        bulk.sync(Flux.fromIterable(connectors), SyncType.DELTA)
                .doOnNext(outcome -> {
                    if (!(outcome instanceof Accepted)) {
                        failed.accept(outcome.connector());
                    }
                })
                .blockLast();
    }

    private static ConnectorClient timed(ConnectorClient client, Latencies latencies) {
        return new ConnectorClient() {
            @Override
            public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
                long start = latencies.start();
                return client.sync(connector, type).doOnTerminate(() -> latencies.stop(start));
            }

            @Override
            public int batchSize() {
                return client.batchSize();
            }

            @Override
            public Flux<SyncAnswer> syncAll(String tenant, List<String> ids, SyncType type) {
                long start = latencies.start();
                return client.syncAll(tenant, ids, type).doOnTerminate(() -> latencies.stop(start, ids.size()));
            }
        };
    }

    @Override
    public void close() {
        client.close();
    }
}
