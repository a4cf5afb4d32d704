package io.fansync.bulk;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fansync.Connector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One line of a journal, without its line feed, in a buffer that is used again for the next one. */
final class JournalLine {

    /** The checksum, and the tab before it that ends the last field. */
    private static final int CHECKSUM = 8;

    private static final JournalState[] STATES = JournalState.values();
    private static final byte[][] WORDS =
            Stream.of(STATES).map(state -> word(state).getBytes(UTF_8)).toArray(byte[][]::new);

    private final CRC32C checksum = new CRC32C();
    private byte[] bytes = {};
    private int from;
    private int to;

    static String word(JournalState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    JournalLine at(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
        return this;
    }

    int length() {
        return to - from;
    }

    void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, from, target, at, length());
    }

    /** True if the checksum is right. */
    boolean isGood() {
        if (length() <= CHECKSUM || bytes[to - CHECKSUM - 1] != '\t') {
            return false;
        }
        checksum.reset();
        checksum.update(bytes, from, length() - CHECKSUM);
        long sum = 0;
        for (int i = to - CHECKSUM; i < to; i++) {
            int digit = Character.digit(bytes[i], 16);
            if (digit < 0) {
                return false;
            }
            sum = sum << 4 | digit;
        }
        return sum == checksum.getValue();
    }

    /** Where the line says a connector stands, if it is about one. */
    @Nullable
    JournalState state() {
        int end = end(0);
        for (int i = 0; i < WORDS.length; i++) {
            if (Arrays.equals(bytes, from, end, WORDS[i], 0, WORDS[i].length)) {
                return STATES[i];
            }
        }
        return null;
    }

    String word() {
        return field(0);
    }

    /** The fields after the word. */
    List<String> fields() {
        List<String> fields = new ArrayList<>();
        for (int n = 1; end(n) < to - CHECKSUM; n++) {
            fields.add(field(n));
        }
        return fields;
    }

    /** True if the connector is told by its digest alone. */
    boolean isDigest() {
        return bytes[end(0) + 1] == '=';
    }

    /** The digest of the connector that the line is about. */
    void digestTo(Digest digest) {
        int start = end(0) + 1;
        if (isDigest()) {
            digest.parse(new String(bytes, start + 1, end(1) - start - 1, UTF_8));
        } else {
            digest.of(bytes, start, end(2));
        }
    }

    Connector connector() {
        return new Connector(field(1), field(2));
    }

    private String field(int n) {
        int start = n == 0 ? from : end(n - 1) + 1;
        return new String(bytes, start, end(n) - start, UTF_8);
    }

    /** Where the tab is that ends the n-th field; the checksum's begin if there are not so many. */
    private int end(int n) {
        int left = n;
        for (int i = from; i < to - CHECKSUM; i++) {
            if (bytes[i] == '\t' && left-- == 0) {
                return i;
            }
        }
        return to - CHECKSUM;
    }
}
