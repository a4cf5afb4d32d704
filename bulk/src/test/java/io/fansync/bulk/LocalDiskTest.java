package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalDiskTest {

    @TempDir
    private Path directory;

    /** A process that wants the lock. */
    static final class Other {

        public static void main(String[] file) throws IOException {
            LocalDisk.INSTANCE.lock(Path.of(file[0])).close();
        }
    }

    private boolean isKeptFromAnotherProcess(Path file) throws IOException, InterruptedException {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Other.class.getName(),
                        file.toString())
                .redirectError(directory.resolve("said").toFile())
                .start();
        boolean kept = other.waitFor() != 0;
        assertThat(directory.resolve("said")).content().matches(kept ? "(?s).*another run.*" : "");
        return kept;
    }

    @Test
    @Tag("process")
    void who_finds_a_file_locked_leaves_it_locked_for_other_processes_too() throws IOException, InterruptedException {
        Path file = directory.resolve("a.lock");
        try (Closeable held = LocalDisk.INSTANCE.lock(file)) {
            assertThatThrownBy(() -> LocalDisk.INSTANCE.lock(file)).isInstanceOf(JournalException.class);

            assertThat(held).isNotNull();
            assertThat(isKeptFromAnotherProcess(file)).isTrue();
        }
        assertThat(isKeptFromAnotherProcess(file)).isFalse();
    }

    @Test
    void a_file_is_locked_whatever_the_path_to_it() throws IOException {
        Path link =
                Files.createSymbolicLink(directory.resolve("link"), Files.createDirectory(directory.resolve("there")));

        try (Closeable held = LocalDisk.INSTANCE.lock(directory.resolve("there").resolve("a.lock"))) {
            assertThat(held).isNotNull();
            assertThatThrownBy(() -> LocalDisk.INSTANCE.lock(link.resolve("a.lock")))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("another run");
        }
        LocalDisk.INSTANCE.lock(link.resolve("a.lock")).close();
    }
}
