package io.fansync;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The beginning of a body. What lies beyond is not read: the connection is closed instead, for it may never end. */
final class BodyBytes {

    private BodyBytes() {}

    /** To be subscribed to once. */
    static Mono<byte[]> first(int limit, Flux<ByteBuf> content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
        return content.takeUntil(chunk -> append(chunk, bytes, limit) == limit)
                .then(Mono.fromSupplier(bytes::toByteArray));
    }

    private static int append(ByteBuf chunk, ByteArrayOutputStream bytes, int limit) {
        int length = Math.min(chunk.readableBytes(), limit - bytes.size());
        bytes.writeBytes(ByteBufUtil.getBytes(chunk, chunk.readerIndex(), length));
        return bytes.size();
    }
}
