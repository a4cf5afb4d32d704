package io.fansync.cli;

import io.fansync.ConnectorClient;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.TokenSource;
import java.time.Duration;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;

/** The real way to Graph. */
final class Network implements Connect, AutoCloseable {

    private boolean used;

    @Override
    public ConnectorClient client(GraphCloud cloud, TokenSource tokens, UnaryOperator<HttpClient> way) {
        used = true;
        return ConnectorClient.create(cloud, tokens, way);
    }

    @Override
    public ConnectorDirectory directory(GraphCloud cloud, TokenSource tokens, UnaryOperator<HttpClient> way) {
        used = true;
        return Connect.super.directory(cloud, tokens, way);
    }

    /** Ends the event loops: the virtual machine waits 300 ms at its exit for threads that are in the kernel, as these are. */
    @Override
    public void close() {
        if (used) {
            HttpResources.disposeLoopsAndConnectionsLater(Duration.ZERO, Duration.ofSeconds(1))
                    .timeout(Duration.ofSeconds(2), Mono.empty())
                    .onErrorComplete()
                    .block();
        }
    }
}
