package io.fansync;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Bodies in the shapes that Graph and Intune send, from {@code src/test/resources/graph}. */
final class Recorded {

    private Recorded() {}

    static byte[] body(String file) {
        try (InputStream body = Recorded.class.getResourceAsStream("/graph/" + file)) {
            return Objects.requireNonNull(body, file).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
