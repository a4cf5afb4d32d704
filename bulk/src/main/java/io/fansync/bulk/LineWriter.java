package io.fansync.bulk;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Puts together a journal's lines: fields with a tab after each, then their CRC-32C in hexadecimal, then a line feed. */
final class LineWriter {

    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final CRC32C checksum = new CRC32C();
    private byte[] bytes = new byte[1 << 14];
    private int size;
    private int start;

    private long second = Long.MIN_VALUE;
    private String upToSecond = "";

    LineWriter field(String text) {
        ensure(3 * text.length() + 1);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                return fieldOfUnicode(text);
            }
            bytes[size + i] = (byte) (c < ' ' ? '?' : c);
        }
        size += text.length();
        bytes[size++] = '\t';
        return this;
    }

    private LineWriter fieldOfUnicode(String text) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            bytes[size++] = b >= 0 && b < ' ' ? (byte) '?' : b;
        }
        bytes[size++] = '\t';
        return this;
    }

    LineWriter field(long number) {
        return field(Long.toString(number));
    }

    /** A moment in UTC, to the millisecond. */
    LineWriter time(long millis) {
        long of = Math.floorDiv(millis, 1000L);
        if (of != second) {
            String text = Instant.ofEpochSecond(of).toString();
            second = of;
            upToSecond = text.substring(0, text.length() - 1);
        }
        field(upToSecond);
        size--;
        int rest = (int) Math.floorMod(millis, 1000L);
        ensure(6);
        bytes[size++] = '.';
        bytes[size++] = (byte) ('0' + rest / 100);
        bytes[size++] = (byte) ('0' + rest / 10 % 10);
        bytes[size++] = (byte) ('0' + rest % 10);
        bytes[size++] = 'Z';
        bytes[size++] = '\t';
        return this;
    }

    void end() {
        ensure(9);
        checksum.reset();
        checksum.update(bytes, start, size - start);
        long sum = checksum.getValue();
        for (int shift = 28; shift >= 0; shift -= 4) {
            bytes[size++] = HEX[(int) (sum >>> shift) & 15];
        }
        bytes[size++] = '\n';
        start = size;
    }

    /** A line that was read. */
    void copy(JournalLine line) {
        ensure(line.length() + 1);
        line.copyTo(bytes, size);
        size += line.length();
        bytes[size++] = '\n';
        start = size;
    }

    int size() {
        return size;
    }

    /** What has been put together, which is then forgotten; valid until the next field. */
    ByteBuffer take() {
        ByteBuffer all = ByteBuffer.wrap(bytes, 0, size);
        size = 0;
        start = 0;
        return all;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }
}
