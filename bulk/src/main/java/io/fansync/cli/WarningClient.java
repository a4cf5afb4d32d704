package io.fansync.cli;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.GraphCloud;
import io.fansync.SyncAnswer;
import io.fansync.SyncException;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A client that says now and then that Graph or the sign-in cannot be reached. A bulk sync tries that again until its deadline,
 * so that otherwise a mistyped proxy would look like a long wait.
 */
final class WarningClient implements ConnectorClient {

    private static final Logger log = LoggerFactory.getLogger(WarningClient.class);
    private static final long EVERY = Duration.ofSeconds(30).toNanos();

    private final ConnectorClient client;
    private final AtomicLong warnedAt = new AtomicLong(System.nanoTime() - EVERY);

    WarningClient(ConnectorClient client) {
        this.client = client;
    }

    @Override
    public Mono<SyncReceipt> sync(Connector connector, SyncType type) {
        return client.sync(connector, type).doOnError(SyncException.Unavailable.class, this::warn);
    }

    @Override
    public int batchSize() {
        return client.batchSize();
    }

    @Override
    public Flux<SyncAnswer> syncAll(String tenant, List<String> ids, SyncType type) {
        return client.syncAll(tenant, ids, type).doOnError(SyncException.Unavailable.class, this::warn);
    }

    @Override
    public Optional<GraphCloud> cloud() {
        return client.cloud();
    }

    @Override
    public void close() {
        client.close();
    }

    private void warn(SyncException.Unavailable failure) {
        long now = System.nanoTime();
        long last = warnedAt.get();
        if (!failure.sent() && now - last >= EVERY && warnedAt.compareAndSet(last, now)) {
            log.warn("{} Trying again.", failure.getMessage());
        }
    }
}
