package io.fansync.cli;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.GraphCloud;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A client whose answers are counted and timed. */
final class MeasuredClient implements ConnectorClient {

    private final ConnectorClient client;
    private final Traffic traffic;

    MeasuredClient(ConnectorClient client, Traffic traffic) {
        this.client = client;
        this.traffic = traffic;
    }

    @Override
    public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
        return Mono.defer(() -> {
            long sentAt = traffic.now();
            return client.sync(connector, type)
                    .doOnNext(receipt -> traffic.answered(connector.tenant(), receipt, sentAt))
                    .doOnError(SyncException.class, refusal -> traffic.answered(connector.tenant(), refusal, sentAt));
        });
    }

    @Override
    public int batchSize() {
        return client.batchSize();
    }

    @Override
    public Flux<SyncAnswer> syncAll(String tenant, List<String> ids, SyncType type) {
        return Flux.defer(() -> {
            long sentAt = traffic.now();
            return client.syncAll(tenant, ids, type)
                    .doOnNext(answer -> traffic.answered(tenant, answer, sentAt))
                    .doOnError(SyncException.class, refusal -> traffic.answered(tenant, refusal, sentAt));
        });
    }

    @Override
    public Optional<GraphCloud> cloud() {
        return client.cloud();
    }

    @Override
    public void close() {
        client.close();
    }
}
