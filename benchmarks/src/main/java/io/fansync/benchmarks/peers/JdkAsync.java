package io.fansync.benchmarks.peers;

import static java.util.concurrent.CompletableFuture.completedFuture;

import io.fansync.Connector;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The JDK's own client: {@code sendAsync}, as many at once as are allowed, each followed by the next. */
final class JdkAsync implements Peer {

    private final Site site;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    JdkAsync(Site site) {
        this.site = site;
    }

    @Override
    public void sync(List<Connector> connectors, Consumer<Connector> failed) {
        Queue queue = new Queue(connectors.iterator());
        CompletableFuture<?>[] chains = IntStream.range(0, site.concurrency())
                .mapToObj(i -> chain(queue, failed))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(chains).join();
    }

    private CompletableFuture<Void> chain(Queue queue, Consumer<Connector> failed) {
        Optional<Connector> next = queue.next();
        if (next.isEmpty()) {
            return completedFuture(null);
        }
        Connector connector = next.get();
        return attempt(request(site, connector), 0)
                .handle((accepted, error) -> {
                    if (error != null || !accepted) {
                        failed.accept(connector);
                    }
                    return connector;
                })
                .thenComposeAsync(done -> chain(queue, failed));
    }

    private CompletableFuture<Boolean> attempt(HttpRequest request, int retry) {
        long start = site.latencies().start();
        return http.sendAsync(request, BodyHandlers.discarding())
                .whenComplete((response, error) -> site.latencies().stop(start))
                .handle((response, error) -> next(request, retry, response, error))
                .thenCompose(next -> next);
    }

    private CompletableFuture<Boolean> next(
            HttpRequest request, int retry, HttpResponse<Void> response, Throwable error) {
        if (error == null && response.statusCode() == 204) {
            return completedFuture(true);
        }
        if (error != null && !(cause(error) instanceof IOException)
                || error == null && !Patience.mayPass(response.statusCode())
                || retry == Patience.RETRIES) {
            return completedFuture(false);
        }
        Optional<String> retryAfter = error == null ? response.headers().firstValue("Retry-After") : Optional.empty();
        Executor later = after(Patience.before(retry, retryAfter));
        return CompletableFuture.supplyAsync(() -> retry + 1, later).thenCompose(n -> attempt(request, n));
    }

    private static Throwable cause(Throwable error) {
        Throwable cause = error.getCause();
        return error instanceof CompletionException && cause != null ? cause : error;
    }

    private static Executor after(Duration pause) {
        return CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    static HttpRequest request(Site site, Connector connector) {
        return HttpRequest.newBuilder(site.uri(connector))
                .header("Authorization", "Bearer " + Site.token(connector.tenant()))
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(Site.BODY))
                .build();
    }

    @Override
    public void close() {}

    /** What is left to do. */
    private static final class Queue {
        private final ReentrantLock lock = new ReentrantLock();
        private final Iterator<Connector> connectors;

        Queue(Iterator<Connector> connectors) {
            this.connectors = connectors;
        }

        Optional<Connector> next() {
            lock.lock();
            try {
                return connectors.hasNext() ? Optional.of(connectors.next()) : Optional.empty();
            } finally {
                lock.unlock();
            }
        }
    }
}
