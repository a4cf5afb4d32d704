package io.fansync.simulator;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** Binds servers to loopback, all on one event loop, and carries requests to them and replies back. */
final class Wire {

    static final String ADDRESS = "127.0.0.1";

    private final LoopResources loop = LoopResources.create("fansync-simulator", 1, true);
    private final Scheduler timer = Schedulers.fromExecutorService(
            loop.onServer(LoopResources.DEFAULT_NATIVE).next());

    /** Blocks until the server is bound, and returns its port. */
    int bind(HttpServer server, int port, Duration latency, Function<Request, Reply> answers) {
        return server.host(ADDRESS)
                .port(port)
                .runOn(loop)
                .handle((request, response) -> exchange(request, response, latency, answers))
                .bindNow()
                .port();
    }

    private Publisher<Void> exchange(
            HttpServerRequest request,
            HttpServerResponse response,
            Duration latency,
            Function<Request, Reply> answers) {
        Mono<Reply> reply = request.receive()
                .aggregate()
                .asString(StandardCharsets.UTF_8)
                .defaultIfEmpty("")
                .map(body -> answers.apply(
                        new Request(request.method().name(), request.uri(), request.requestHeaders(), body)));
        Mono<Reply> due = latency.isZero() ? reply : reply.delayElement(latency, timer);
        return due.flatMap(given -> Mono.from(send(given, response)));
    }

    private static Publisher<Void> send(Reply reply, HttpServerResponse response) {
        if (reply.cut()) {
            response.withConnection(Connection::dispose);
        }
        if (reply.status() == 0) {
            return Mono.never();
        }
        response.status(reply.status());
        reply.headers().forEach(response::header);
        return reply.body().isEmpty()
                ? response.send()
                : response.sendObject(Unpooled.copiedBuffer(reply.body(), StandardCharsets.UTF_8));
    }

    void close() {
        loop.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
    }
}
