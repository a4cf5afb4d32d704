package io.fansync;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.Consumer;

/** A key where Azure Arc's agent lays its own; leaves the machine as it was. */
final class ArcKey {

    private static final Path AGENT = Path.of("/var/opt/azcmagent");
    private static final Path TOKENS = AGENT.resolve("tokens");

    private ArcKey() {}

    /** Skips the test where this user may not write there. */
    static void during(String key, Consumer<Path> work) throws IOException {
        boolean there = Files.exists(AGENT);
        try {
            Files.createDirectories(TOKENS);
        } catch (IOException notAllowed) {
            assumeTrue(false, "needs the right to write to " + TOKENS);
        }
        assumeTrue(Files.isWritable(TOKENS), "needs the right to write to " + TOKENS);
        Path file = TOKENS.resolve("fansync-" + UUID.randomUUID() + ".key");
        try {
            work.accept(Files.writeString(file, key));
        } finally {
            Files.deleteIfExists(file);
            if (!there) {
                Files.delete(TOKENS);
                Files.delete(AGENT);
            }
        }
    }
}
