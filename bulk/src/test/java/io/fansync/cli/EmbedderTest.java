package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What comes along with {@code fansync-bulk}, as Maven resolved it before the tests. */
@EnabledIf(value = "isResolved", disabledReason = "Maven resolves it, and did not run")
class EmbedderTest {

    private static final Path CLASSPATH = Path.of("target", "embedder.classpath");

    static boolean isResolved() {
        return Files.exists(CLASSPATH);
    }

    private static List<Path> jars() throws IOException {
        return List.of(Files.readString(CLASSPATH).strip().split(File.pathSeparator)).stream()
                .map(Path::of)
                .toList();
    }

    @Test
    void an_embedder_gets_at_most_31_jars_of_others_and_12_megabytes() throws IOException {
        long bytes = 0;
        for (Path jar : jars()) {
            bytes += Files.size(jar);
        }

        assertThat(jars()).hasSizeLessThanOrEqualTo(31);
        assertThat(bytes).isLessThanOrEqualTo(12_000_000);
    }

    @Test
    void and_nothing_that_only_the_command_line_needs() throws IOException {
        assertThat(jars())
                .extracting(jar -> jar.getFileName().toString())
                .noneMatch(name -> name.startsWith("picocli") || name.startsWith("slf4j-simple"))
                .anyMatch(name -> name.startsWith("reactor-netty-http"));
    }
}
