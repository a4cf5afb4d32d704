package io.fansync.cli;

import io.fansync.ConnectorClient;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.TokenSource;
import java.util.Optional;
import reactor.netty.http.client.HttpClient;

/** How a command comes to Graph; a fake in tests. */
interface Connect {

    ConnectorClient client(GraphCloud cloud, TokenSource tokens, Optional<HttpClient> transport);

    default ConnectorDirectory directory(GraphCloud cloud, TokenSource tokens, Optional<HttpClient> transport) {
        return transport
                .map(http -> ConnectorDirectory.create(cloud, tokens, http))
                .orElseGet(() -> ConnectorDirectory.create(cloud, tokens));
    }
}
