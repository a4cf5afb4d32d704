package io.fansync;

import io.fansync.SyncAnswer.Trace;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import java.util.function.BiFunction;

/**
 * A question to Graph, and how to read the answer.
 *
 * @param id the connector that it is about, or empty
 * @param path below Graph's host, with the query if there is one
 * @param body shared by all subscriptions, see {@link #json}
 * @param success the one status that Graph's documents promise
 * @param answer reads the body of such an answer; what it throws says that the body is malformed
 */
record GraphCall<T>(
        String tenant,
        String id,
        HttpMethod method,
        String path,
        ByteBuf body,
        int success,
        BiFunction<Trace, byte[], T> answer) {

    static <T> GraphCall<T> get(String tenant, String id, String path, BiFunction<Trace, byte[], T> answer) {
        return new GraphCall<>(tenant, id, HttpMethod.GET, path, Unpooled.EMPTY_BUFFER, 200, answer);
    }

    static <T> GraphCall<T> post(
            String tenant, String id, String path, ByteBuf body, int success, BiFunction<Trace, byte[], T> answer) {
        return new GraphCall<>(tenant, id, HttpMethod.POST, path, body, success, answer);
    }

    /** A body that can be sent any number of times: whoever writes it cannot release it. */
    static ByteBuf json(byte[] body) {
        return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(body));
    }

    /** {@code contoso.com/42}, or {@code contoso.com} if no one connector is meant. */
    String subject() {
        return id.isEmpty() ? tenant : tenant + "/" + id;
    }
}
