package io.fansync;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The beginning of a body. What lies beyond is not read: the connection is closed instead, for it may never end. */
final class BodyBytes {

    private BodyBytes() {}

    /** To be subscribed to once. */
    static Mono<byte[]> first(int limit, Flux<ByteBuf> content) {
        ByteBuf bytes = Unpooled.buffer(0);
        return content.takeUntil(chunk -> append(chunk, bytes, limit) == limit)
                .then(Mono.fromSupplier(() -> ByteBufUtil.getBytes(bytes, 0, bytes.readableBytes(), false)));
    }

    private static int append(ByteBuf chunk, ByteBuf bytes, int limit) {
        int length = Math.min(chunk.readableBytes(), limit - bytes.readableBytes());
        if (!bytes.isReadable()) {
            bytes.capacity(length); // most come in one piece, which then need not be copied again
        }
        return bytes.writeBytes(chunk, chunk.readerIndex(), length).readableBytes();
    }
}
