package io.fansync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** The token that went with a request to Graph. It must not be seen again: a server may echo what it was sent. */
record SentToken(String value) {

    /** What is shorter may well be a word of the answer. */
    private static final int SHORTEST_SECRET = 16;

    String removedFrom(String text) {
        return mayBeIn(text.length()) ? text.replace(value, "***") : text;
    }

    byte[] removedFrom(byte[] body) {
        if (!mayBeIn(body.length)) {
            return body;
        }
        String text = new String(body, ISO_8859_1);
        return text.contains(value) ? removedFrom(text).getBytes(ISO_8859_1) : body;
    }

    private boolean mayBeIn(int length) {
        return length >= value.length() && value.length() >= SHORTEST_SECRET;
    }

    @Override
    public String toString() {
        return "SentToken[***]";
    }
}
