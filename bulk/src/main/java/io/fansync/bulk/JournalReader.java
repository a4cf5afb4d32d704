package io.fansync.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a journal's good lines, one after the other. */
final class JournalReader {

    /** Nothing that is written is nearly as long: what is longer is damage. */
    private static final int LONGEST = 1 << 20;

    interface Visitor {
        /** The line is another one after the call. */
        void visit(JournalLine line) throws IOException;
    }

    private final JournalLine line = new JournalLine();
    private final Visitor visitor;

    private long read;
    private long goodEnd;
    private long damaged;
    private long damagedBeforeGood;

    JournalReader(Visitor visitor) {
        this.visitor = visitor;
    }

    void read(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        int start = 0;
        int end = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer, end, buffer.length - end)) {
            int searched = end;
            end += n;
            for (int i = searched; i < end; i++) {
                if (buffer[i] == '\n') {
                    line(buffer, start, i);
                    start = i + 1;
                }
            }
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
            if (end == buffer.length && end < LONGEST) {
                buffer = Arrays.copyOf(buffer, end * 2);
            } else if (end == buffer.length) {
                read += end;
                end = 0;
            }
        }
    }

    private void line(byte[] buffer, int from, int to) throws IOException {
        read += to - from + 1;
        if (line.at(buffer, from, to).isGood()) {
            goodEnd = read;
            damagedBeforeGood = damaged;
            visitor.visit(line);
        } else {
            damaged++;
        }
    }

    /** Where the last good line ends. */
    long goodEnd() {
        return goodEnd;
    }

    /** How many lines before that one are not good. */
    long damaged() {
        return damagedBeforeGood;
    }
}
