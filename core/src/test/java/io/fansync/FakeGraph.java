package io.fansync;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okio.ByteString;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpConnectionPoolMetrics;
import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;

/** A server that gives scripted answers and records what it was asked, and the pool of connections to it. */
final class FakeGraph implements AutoCloseable, ConnectionProvider.MeterRegistrar {

    static final String TOKEN = "opaque-token.of_contoso~1234567890";
    static final Connector CONNECTOR = new Connector("contoso.com", "42");

    private final Wire wire;
    private final MockWebServer server;
    private final Queue<ConnectionPoolMetrics> pools = new ConcurrentLinkedQueue<>();
    private final ConnectionProvider pool = ConnectionProvider.builder("test")
            .maxConnections(10)
            .metrics(true, () -> this)
            .build();

    private FakeGraph(Wire wire) {
        this.wire = wire;
        this.server = wire.server();
    }

    static FakeGraph on(Wire wire) {
        FakeGraph graph = new FakeGraph(wire);
        try {
            graph.server.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return graph;
    }

    GraphCloud cloud() {
        return GraphCloud.of(wire.scheme() + "://localhost:" + server.getPort(), "https://login.example");
    }

    HttpClient http() {
        return wire.over(HttpClient.create(pool));
    }

    ConnectorClient client() {
        return client(TokenSource.fixed(TOKEN));
    }

    ConnectorClient client(TokenSource tokens) {
        return ConnectorClient.create(cloud(), tokens, http());
    }

    ConnectorClient clientOver(UnaryOperator<HttpClient> transport) {
        return ConnectorClient.create(cloud(), TokenSource.fixed(TOKEN), transport.apply(http()));
    }

    ConnectorDirectory directory() {
        return directory(TokenSource.fixed(TOKEN));
    }

    ConnectorDirectory directory(TokenSource tokens) {
        return ConnectorDirectory.create(cloud(), tokens, http());
    }

    FakeGraph answers(MockResponse.Builder... answers) {
        for (MockResponse.Builder answer : answers) {
            server.enqueue(answer.build());
        }
        return this;
    }

    MockWebServer server() {
        return server;
    }

    int requests() {
        return server.getRequestCount();
    }

    /** The next request that the server recorded. */
    RecordedRequest seen() {
        try {
            return server.takeRequest();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until every connection, or stream of HTTP/2, is back in the pool or closed, and nobody waits for one. */
    void awaitIdle() {
        await(() -> pools.stream().allMatch(this::idle));
    }

    static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            if (Thread.interrupted()) {
                throw new IllegalStateException("waited in vain");
            }
            Thread.yield();
        }
    }

    private boolean idle(ConnectionPoolMetrics metrics) {
        boolean http2 = metrics instanceof HttpConnectionPoolMetrics;
        int inUse = http2
                ? ((HttpConnectionPoolMetrics) metrics).activeStreamSize()
                : wire == Wire.H2 ? 0 : metrics.acquiredSize();
        return inUse == 0 && metrics.pendingAcquireSize() == 0;
    }

    @Override
    public void registerMetrics(String name, String id, SocketAddress address, ConnectionPoolMetrics metrics) {
        pools.add(metrics);
    }

    static MockResponse.Builder status(int status) {
        return new MockResponse.Builder().code(status);
    }

    static MockResponse.Builder json(int status, String body) {
        return status(status).addHeader("Content-Type", "application/json").body(body);
    }

    static String body(RecordedRequest request) {
        ByteString body = request.getBody();
        return body == null ? "" : body.utf8();
    }

    @Override
    public void close() {
        pool.dispose();
        server.close();
    }
}
