package io.fansync.benchmarks.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One connection of {@link AtOnce}. */
final class AcceptingEverything extends ByteToMessageDecoder {

    private static final String USUAL = "Cache-Control: no-cache\r\n"
            + "request-id: 6f2e1c9a-7c5e-4a43-9d0b-1c6e0f7d2b11\r\n"
            + "client-request-id: 6f2e1c9a-7c5e-4a43-9d0b-1c6e0f7d2b11\r\n"
            + "x-ms-ags-diagnostic: {\"ServerInfo\":{\"DataCenter\":\"West Europe\",\"Slice\":\"E\",\"Ring\":\"5\","
            + "\"ScaleUnit\":\"003\",\"RoleInstance\":\"AM4PEPF00027A60\"}}\r\n"
            + "Date: Fri, 20 Nov 2026 09:00:00 GMT\r\n\r\n";
    private static final ByteBuf NO_CONTENT = prepared("HTTP/1.1 204 No Content\r\n" + USUAL);
    private static final ByteBuf OK = prepared("HTTP/1.1 200 OK\r\nContent-Length: ");
    private static final ByteBuf JSON = prepared("\r\nContent-Type: application/json\r\n" + USUAL);
    private static final ByteBuf ITEM = prepared("{\"id\":\"");
    private static final ByteBuf ACCEPTED =
            prepared("\",\"status\":204,\"headers\":{\"Cache-Control\":\"no-cache\"},\"body\":null}");

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(US_ASCII);
    private static final byte[] ID = "\"id\":\"".getBytes(US_ASCII);
    private static final byte[] BATCH = "$batch".getBytes(US_ASCII);

    private final long latency;

    AcceptingEverything(long latency) {
        this.latency = latency;
    }

    private static ByteBuf prepared(String text) {
        byte[] bytes = text.getBytes(US_ASCII);
        return Unpooled.unreleasableBuffer(Unpooled.directBuffer(bytes.length).writeBytes(bytes));
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        int from = in.readerIndex();
        int head = endOfHead(in);
        if (head < 0) {
            return;
        }
        int end = head + contentLength(in, from, head);
        if (in.writerIndex() < end) {
            return;
        }
        ByteBuf answer = isAt(in, in.indexOf(from, head, (byte) '$'), BATCH)
                ? batch(ctx, in, head, end)
                : NO_CONTENT.duplicate();
        in.readerIndex(end);
        if (latency == 0) {
            ctx.writeAndFlush(answer, ctx.voidPromise());
        } else {
            ctx.executor().schedule(() -> ctx.writeAndFlush(answer, ctx.voidPromise()), latency, TimeUnit.MILLISECONDS);
        }
    }

    private static int endOfHead(ByteBuf in) {
        int last = in.writerIndex();
        for (int at = in.indexOf(in.readerIndex(), last, (byte) '\n');
                at >= 0;
                at = in.indexOf(at + 1, last, (byte) '\n')) {
            if (at + 2 < last && in.getByte(at + 1) == '\r' && in.getByte(at + 2) == '\n') {
                return at + 3;
            }
        }
        return -1;
    }

    private static int contentLength(ByteBuf in, int from, int head) {
        for (int at = in.indexOf(from, head, (byte) '\n'); at >= 0; at = in.indexOf(at + 1, head, (byte) '\n')) {
            if (isAt(in, at + 1, CONTENT_LENGTH)) {
                return number(in, at + 1 + CONTENT_LENGTH.length);
            }
        }
        return 0;
    }

    private static int number(ByteBuf in, int from) {
        int number = 0;
        for (int i = from; in.getByte(i) != '\r'; i++) {
            int c = in.getByte(i);
            number = c == ' ' ? number : number * 10 + c - '0';
        }
        return number;
    }

    /** Letters without regard to case. */
    private static boolean isAt(ByteBuf in, int at, byte[] text) {
        if (at < 0 || at + text.length > in.writerIndex()) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            int c = in.getByte(at + i);
            if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != text[i]) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuf batch(ChannelHandlerContext ctx, ByteBuf in, int from, int to) {
        ByteBuf body = ctx.alloc().directBuffer(2048);
        ByteBufUtil.writeAscii(body, "{\"responses\":[");
        boolean first = true;
        for (int at = in.indexOf(from, to, (byte) '"'); at >= 0; at = in.indexOf(at + 1, to, (byte) '"')) {
            if (isAt(in, at, ID)) {
                if (!first) {
                    body.writeByte(',');
                }
                first = false;
                int id = at + ID.length;
                body.writeBytes(ITEM.duplicate())
                        .writeBytes(in, id, in.indexOf(id, to, (byte) '"') - id)
                        .writeBytes(ACCEPTED.duplicate());
            }
        }
        ByteBufUtil.writeAscii(body, "]}");
        ByteBuf answer = ctx.alloc().directBuffer(body.readableBytes() + 1024);
        answer.writeBytes(OK.duplicate());
        ByteBufUtil.writeAscii(answer, Integer.toString(body.readableBytes()));
        answer.writeBytes(JSON.duplicate()).writeBytes(body);
        body.release();
        return answer;
    }
}
