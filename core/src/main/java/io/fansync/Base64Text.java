package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/** Text in base64 of either alphabet, padded or not: Microsoft's servers send all four. */
final class Base64Text {

    private Base64Text() {}

    /** What it says; the text itself if it is not base64. */
    static String decoded(String text) {
        try {
            return new String(Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/')), UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }
}
