package io.fansync.benchmarks.peers;

import static java.util.stream.Collectors.groupingBy;

import com.microsoft.graph.core.content.BatchRequestContent;
import com.microsoft.graph.core.content.BatchResponseContent;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import io.fansync.Connector;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Microsoft's Graph SDK on a pool of threads, twenty connectors in a batch. It retries a batch by itself, and leaves the items to
 * its caller, who sends again what was refused.
 */
final class GraphSdkBatch implements Peer {

    private static final int LARGEST = 20;

    private final Site site;
    private final GraphSdk sdk;
    private final ExecutorService threads;

    GraphSdkBatch(Site site) {
        this.site = site;
        this.sdk = new GraphSdk(site);
        this.threads = Executors.newFixedThreadPool(site.concurrency());
    }

    @Override
    public void sync(List<Connector> connectors, Consumer<Connector> failed) throws InterruptedException {
        threads.invokeAll(connectors.stream().collect(groupingBy(Connector::tenant)).values().stream()
                .flatMap(GraphSdkBatch::batches)
                .map(batch -> Executors.callable(() -> persist(batch, failed)))
                .toList());
    }

    private static Stream<List<Connector>> batches(List<Connector> all) {
        return IntStream.range(0, (all.size() + LARGEST - 1) / LARGEST)
                .mapToObj(i -> all.subList(i * LARGEST, Math.min(all.size(), (i + 1) * LARGEST)));
    }

    private void persist(List<Connector> batch, Consumer<Connector> failed) {
        List<Connector> left = batch;
        for (int retry = 0; ; retry++) {
            Map<Connector, Integer> statuses = send(left);
            left = left.stream()
                    .filter(connector -> statuses.getOrDefault(connector, 0) != 204)
                    .toList();
            if (left.isEmpty()) {
                return;
            }
            if (retry == Patience.RETRIES) {
                left.forEach(failed);
                return;
            }
            Patience.sleep(Patience.before(retry, Optional.empty()));
        }
    }

    /** What became of each; nothing is known of those that are not in it. */
    private Map<Connector, Integer> send(List<Connector> batch) {
        long start = site.latencies().start();
        try {
            GraphServiceClient client = sdk.client(batch.get(0).tenant());
            BatchRequestContent content = new BatchRequestContent(client);
            Map<String, Connector> byId = new HashMap<>();
            for (Connector connector : batch) {
                byId.put(
                        content.addBatchRequestStep(sdk.sync(connector).toPostRequestInformation(GraphSdk.body())),
                        connector);
            }
            BatchResponseContent answer = client.getBatchRequestBuilder().post(content, null);
            Map<Connector, Integer> statuses = new HashMap<>();
            answer.getResponsesStatusCode().forEach((id, status) -> statuses.put(byId.get(id), status));
            return statuses;
        } catch (IOException | RuntimeException refused) {
            return Map.of();
        } finally {
            site.latencies().stop(start, batch.size());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        sdk.close();
    }
}
