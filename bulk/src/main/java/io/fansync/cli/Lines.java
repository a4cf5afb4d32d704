package io.fansync.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a UTF-8 text, strictly decoded and numbered, so that an error can say where. LF or CRLF ends a line; a byte
 * order mark at the beginning is left out.
 */
final class Lines {

    private static final int LONGEST = 1 << 20;

    private final String name;
    private final InputStream in;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int number;

    Lines(String name, InputStream in) {
        this.name = name;
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** What is read, as the user named it. */
    String name() {
        return name;
    }

    /** The number of the line that was read last; the first is 1. */
    int number() {
        return number;
    }

    /** The next line, or null at the end. */
    @Nullable
    String next() {
        bytes.reset();
        number++;
        boolean end = fill();
        return end && bytes.size() == 0 ? null : decoded();
    }

    /** The next line that is neither blank nor a comment, or null at the end. */
    @Nullable
    String nextContent() {
        String line = next();
        while (line != null && (line.isBlank() || line.stripLeading().startsWith("#"))) {
            line = next();
        }
        return line;
    }

    BadInput error(String message) {
        return error(number, message);
    }

    BadInput error(int line, String message) {
        return new BadInput(name + ":" + line + ": " + message);
    }

    private boolean fill() {
        try {
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    return true;
                }
                if (bytes.size() == LONGEST) {
                    throw error("this line is longer than a mebibyte; connectors stand one on a line");
                }
                bytes.write(next);
            }
            return false;
        } catch (IOException e) {
            throw new BadInput("cannot read " + name + ": " + Prose.why(e));
        }
    }

    private String decoded() {
        try {
            String line = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
            if (line.indexOf('\0') >= 0) {
                throw new CharacterCodingException(); // UTF-16 without a mark
            }
            return withoutMarks(line);
        } catch (CharacterCodingException e) {
            throw error(Prose.why(e));
        }
    }

    private String withoutMarks(String line) {
        int start = number == 1 && line.startsWith("\uFEFF") ? 1 : 0;
        int end = line.endsWith("\r") ? line.length() - 1 : line.length();
        return line.substring(start, Math.max(start, end));
    }
}
