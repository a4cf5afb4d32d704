package io.fansync.cli;

import io.fansync.ConnectorClient;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.TokenSource;
import java.util.function.UnaryOperator;
import reactor.netty.http.client.HttpClient;

/** How a command comes to Graph; a fake in tests. */
interface Connect {

    ConnectorClient client(GraphCloud cloud, TokenSource tokens, UnaryOperator<HttpClient> way);

    default ConnectorDirectory directory(GraphCloud cloud, TokenSource tokens, UnaryOperator<HttpClient> way) {
        return ConnectorDirectory.create(cloud, tokens, way);
    }
}
