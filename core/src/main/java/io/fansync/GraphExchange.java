package io.fansync;

import io.fansync.SyncAnswer.Trace;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.NettyOutbound;
import reactor.netty.http.client.HttpClient.RequestSender;
import reactor.netty.http.client.HttpClientRequest;
import reactor.netty.http.client.HttpClientResponse;

/** One request on the wire and its answer. When that fails, it knows whether the request had begun to leave. */
final class GraphExchange<T> {

    private static final int NO_CONTENT = 204;
    private static final byte[] NOTHING = {};
    private static final int LONGEST_ERROR = 64 * 1024;
    private static final int LONGEST_ANSWER = 16 * 1024 * 1024;

    private final GraphCall<T> call;
    private final String host;
    private final SentToken token;
    private final HttpHeaders authorization;
    private final Optional<Duration> patience;
    private final String clientRequestId = guid();
    private boolean sent;

    /**
     * @param authorization the token as a header
     * @param patience how long to wait for the next bytes of the answer; empty: for ever
     */
    GraphExchange(
            GraphCall<T> call, String host, SentToken token, HttpHeaders authorization, Optional<Duration> patience) {
        this.call = call;
        this.host = host;
        this.token = token;
        this.authorization = authorization;
        this.patience = patience;
    }

    /** @param otherwise what to do about a failure */
    Mono<T> over(RequestSender http, Function<SyncException, Mono<T>> otherwise) {
        return http.uri(call.path())
                .send(this::send)
                .responseConnection(this::receive)
                .single()
                .onErrorResume(error -> otherwise.apply(explained(error)));
    }

    /** Called on the event loop when the connection stands, TLS and proxy included, and writing is all that is left to do. */
    private Publisher<Void> send(HttpClientRequest request, NettyOutbound out) {
        request.requestHeaders()
                .remove(HttpHeaderNames.AUTHORIZATION)
                .add(authorization)
                .set(RequestIds.CLIENT_REQUEST_ID, clientRequestId);
        out.withConnection(this::sending);
        ByteBuf body = call.body().apply(out.alloc());
        return body.isReadable() ? out.sendObject(body) : out;
    }

    private void sending(Connection connection) {
        sent = connection.channel().isActive();
        RequestIds.of(connection).sending(clientRequestId);
        patience.ifPresent(limit -> AnswerTimeout.start(connection.channel(), limit));
    }

    /** Passed on in a later task of the event loop: by then the connection is in its pool again, for whoever asks next. */
    private Mono<T> receive(HttpClientResponse response, Connection connection) {
        return read(response, connection)
                .publishOn(Schedulers.fromExecutor(connection.channel().eventLoop()));
    }

    private Mono<T> read(HttpClientResponse response, Connection connection) {
        if (!RequestIds.of(connection).answeredBy(response)) {
            return RequestIds.otherAnswer(connection);
        }
        int status = response.status().code();
        HttpHeaders headers = response.responseHeaders();
        ByteBufFlux content = connection.inbound().receive();
        if (status == 503) {
            connection.markPersistent(false);
        }
        if (status == NO_CONTENT && call.success() == NO_CONTENT) {
            return content.then(Mono.fromSupplier(() -> answer(headers, NOTHING)));
        }
        return status == call.success()
                ? BodyBytes.first(LONGEST_ANSWER, content).map(body -> answer(headers, body))
                : BodyBytes.first(LONGEST_ERROR, content.onErrorComplete()).map(body -> {
                    throw refusal(status, headers, body);
                });
    }

    private T answer(HttpHeaders headers, byte[] body) {
        Trace trace = trace(call.success(), headers);
        try {
            return call.answer().read(trace, token.removedFrom(body), token);
        } catch (IllegalArgumentException malformed) {
            throw TransportErrors.rejected(call.subject(), trace, String.valueOf(malformed.getMessage()));
        }
    }

    private SyncException refusal(int status, HttpHeaders headers, byte[] body) {
        return GraphErrors.judge(call.subject(), trace(status, headers), headers, body, token);
    }

    private SyncException explained(Throwable error) {
        return error instanceof SyncException judged
                ? judged
                : TransportErrors.unavailable(call, host, new Trace(0, "", clientRequestId, "", ""), sent, error);
    }

    private Trace trace(int status, HttpHeaders headers) {
        return new Trace(
                status,
                token.removedFrom(headers.get("request-id", "")),
                clientRequestId,
                token.removedFrom(headers.get(HttpHeaderNames.DATE, "")),
                token.removedFrom(headers.get("x-ms-ags-diagnostic", "")));
    }

    /** Not {@link UUID#randomUUID()}, which may block for the system's entropy: this need not be secret, but unique. */
    private static String guid() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long version4 = random.nextLong() & ~0xf000L | 0x4000L;
        long variant2 = random.nextLong() >>> 2 | Long.MIN_VALUE;
        return new UUID(version4, variant2).toString();
    }
}
