package io.fansync.benchmarks.peers;

import io.fansync.Connector;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Microsoft's Graph SDK on a pool of threads, one call for each connector. It retries by itself. */
final class GraphSdkPool implements Peer {

    private final Site site;
    private final GraphSdk sdk;
    private final ExecutorService threads;

    GraphSdkPool(Site site) {
        this.site = site;
        this.sdk = new GraphSdk(site);
        this.threads = Executors.newFixedThreadPool(site.concurrency());
    }

    @Override
    public void sync(List<Connector> connectors, Consumer<Connector> failed) throws InterruptedException {
        threads.invokeAll(connectors.stream()
                .map(connector -> Executors.callable(() -> one(connector, failed)))
                .toList());
    }

    private void one(Connector connector, Consumer<Connector> failed) {
        long start = site.latencies().start();
        try {
            sdk.sync(connector).post(GraphSdk.body());
        } catch (RuntimeException refused) {
            failed.accept(connector);
        } finally {
            site.latencies().stop(start);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        sdk.close();
    }
}
