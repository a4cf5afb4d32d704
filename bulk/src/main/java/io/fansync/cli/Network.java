package io.fansync.cli;

import io.fansync.ConnectorClient;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.TokenSource;
import java.time.Duration;
import java.util.Optional;
import reactor.netty.http.HttpResources;
import reactor.netty.http.client.HttpClient;

/** The real way to Graph. */
final class Network implements Connect, AutoCloseable {

    private boolean used;

    @Override
    public ConnectorClient client(GraphCloud cloud, TokenSource tokens, Optional<HttpClient> transport) {
        used = true;
        return transport
                .map(http -> ConnectorClient.create(cloud, tokens, http))
                .orElseGet(() -> ConnectorClient.create(cloud, tokens));
    }

    @Override
    public ConnectorDirectory directory(GraphCloud cloud, TokenSource tokens, Optional<HttpClient> transport) {
        used = true;
        return Connect.super.directory(cloud, tokens, transport);
    }

    /** Ends the event loops: the virtual machine waits 300 ms at its exit for threads that are in the kernel, as these are. */
    @Override
    public void close() {
        if (used) {
            HttpResources.disposeLoopsAndConnectionsLater(Duration.ZERO, Duration.ofSeconds(1))
                    .onErrorComplete()
                    .block();
        }
    }
}
