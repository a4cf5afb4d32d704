package io.fansync;

import io.fansync.SyncAnswer.Trace;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import java.util.function.Function;

/**
 * A question to Graph, and how to read the answer.
 *
 * @param id the connector that it is about, or empty
 * @param path below Graph's host, with the query if there is one
 * @param body makes the body, each time that it is sent; whoever sends it releases it
 * @param success the one status that Graph's documents promise
 * @param answer how to read the body of such an answer
 */
record GraphCall<T>(
        String tenant,
        String id,
        HttpMethod method,
        String path,
        Function<ByteBufAllocator, ByteBuf> body,
        int success,
        Reading<T> answer) {

    interface Reading<T> {

        /**
         * @param token what the body may echo in one code or another; as it stands, it was taken out before
         * @throws IllegalArgumentException if the body is malformed
         */
        T read(Trace trace, byte[] body, SentToken token);
    }

    static <T> GraphCall<T> get(String tenant, String id, String path, Reading<T> answer) {
        return new GraphCall<>(tenant, id, HttpMethod.GET, path, buffers -> Unpooled.EMPTY_BUFFER, 200, answer);
    }

    static <T> GraphCall<T> post(
            String tenant,
            String id,
            String path,
            Function<ByteBufAllocator, ByteBuf> body,
            int success,
            Reading<T> answer) {
        return new GraphCall<>(tenant, id, HttpMethod.POST, path, body, success, answer);
    }

    /** One body for all: whoever sends it cannot release it. */
    static Function<ByteBufAllocator, ByteBuf> always(byte[] body) {
        ByteBuf prepared = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(body));
        return buffers -> prepared.duplicate();
    }

    /** {@code contoso.com/42}, or {@code contoso.com} if no one connector is meant. */
    String subject() {
        return id.isEmpty() ? tenant : tenant + "/" + id;
    }
}
