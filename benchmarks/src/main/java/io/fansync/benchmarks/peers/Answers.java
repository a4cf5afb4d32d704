package io.fansync.benchmarks.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;

/** Reads of an answer what must be read. It knows that the server sends {@code Content-Length} as the first header. */
final class Answers {

    private static final int STATUS = "HTTP/1.1 20".length();
    private static final int LENGTH = "HTTP/1.1 200 OK\r\nContent-Length: ".length();
    private static final byte[] ACCEPTED = "status\":204".getBytes(US_ASCII);

    private Answers() {}

    /** How many syncs the answer says were accepted, if it is complete and then read; -1 if more must come. */
    static int accepted(ByteBuf in) {
        int end = endOfHead(in);
        if (end < 0) {
            return -1;
        }
        if (in.getByte(in.readerIndex() + STATUS) == '4') {
            in.readerIndex(end);
            return 1;
        }
        int length = length(in, in.readerIndex() + LENGTH);
        if (in.writerIndex() < end + length) {
            return -1;
        }
        in.readerIndex(end + length);
        return countAccepted(in, end, end + length);
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

    private static int length(ByteBuf in, int from) {
        int length = 0;
        for (int i = from; in.getByte(i) != '\r'; i++) {
            length = length * 10 + in.getByte(i) - '0';
        }
        return length;
    }

    private static int countAccepted(ByteBuf in, int from, int to) {
        int count = 0;
        for (int at = in.indexOf(from, to, ACCEPTED[0]); at >= 0; at = in.indexOf(at + 1, to, ACCEPTED[0])) {
            if (isAccepted(in, at, to)) {
                count++;
            }
        }
        return count;
    }

    private static boolean isAccepted(ByteBuf in, int at, int to) {
        for (int i = 0; i < ACCEPTED.length; i++) {
            if (at + i >= to || in.getByte(at + i) != ACCEPTED[i]) {
                return false;
            }
        }
        return true;
    }
}
