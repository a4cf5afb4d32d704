package io.fansync.benchmarks.peers;

import io.fansync.Connector;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** The JDK's own client on a virtual thread for each connector, a semaphore before it. Needs JDK 21. */
final class JdkVirtualThreads implements Peer {

    private final Site site;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ExecutorService threads;

    JdkVirtualThreads(Site site) {
        this.site = site;
        try {
            this.threads = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("Virtual threads need JDK 21 or later", e);
        }
    }

    @Override
    public void sync(List<Connector> connectors, Consumer<Connector> failed) throws InterruptedException {
        Semaphore places = new Semaphore(site.concurrency());
        CountDownLatch left = new CountDownLatch(connectors.size());
        for (Connector connector : connectors) {
            places.acquire();
            threads.execute(() -> {
                try {
                    if (!accepted(JdkAsync.request(site, connector))) {
                        failed.accept(connector);
                    }
                } finally {
                    places.release();
                    left.countDown();
                }
            });
        }
        left.await();
    }

    private boolean accepted(HttpRequest request) {
        for (int retry = 0; ; retry++) {
            Optional<String> retryAfter = Optional.empty();
            try {
                HttpResponse<Void> response = send(request);
                if (response.statusCode() == 204) {
                    return true;
                }
                if (!Patience.mayPass(response.statusCode())) {
                    return false;
                }
                retryAfter = response.headers().firstValue("Retry-After");
            } catch (IOException e) {
                // Tried again below.
            }
            if (retry == Patience.RETRIES) {
                return false;
            }
            Patience.sleep(Patience.before(retry, retryAfter));
        }
    }

    private HttpResponse<Void> send(HttpRequest request) throws IOException {
        long start = site.latencies().start();
        try {
            return http.send(request, BodyHandlers.discarding());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            site.latencies().stop(start);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
