package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTest {

    @Test
    void holds_the_secret_and_not_what_notepad_puts_around_it(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("secret.txt"), "\uFEFF~secret~\r\n");

        assertThat(SecretFile.read("--client-secret-file", file)).isEqualTo("~secret~");
    }
}
