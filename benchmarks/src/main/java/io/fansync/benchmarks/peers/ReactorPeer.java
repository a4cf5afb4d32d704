package io.fansync.benchmarks.peers;

import io.fansync.Connector;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.resources.ConnectionProvider;
import reactor.util.retry.Retry;

/** A client on Reactor Netty's pool under {@code flatMap}, with {@code Retry.backoff}. */
abstract class ReactorPeer implements Peer {

    final Site site;
    final ConnectionProvider pool;

    ReactorPeer(Site site) {
        this.site = site;
        this.pool = ConnectionProvider.create("peer", site.concurrency());
    }

    /** Asks for one sync, once. */
    abstract Mono<Void> post(Connector connector);

    @Override
    public void sync(List<Connector> connectors, Consumer<Connector> failed) {
        Flux.fromIterable(connectors)
                .flatMap(connector -> one(connector, failed), site.concurrency())
                .blockLast();
    }

    private Mono<Void> one(Connector connector, Consumer<Connector> failed) {
        return Mono.defer(() -> post(connector))
                .retryWhen(Retry.backoff(5, Duration.ofMillis(100)))
                .onErrorResume(refused -> {
                    failed.accept(connector);
                    return Mono.empty();
                });
    }

    @Override
    public void close() {
        pool.dispose();
    }
}
