package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was cut off must not be taken for the whole answer. */
class FullDiskTest {

    private final FakeShell shell = new FakeShell();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "help",
                "--version",
                "sync --help",
                "man",
                "completion bash",
                "jobs",
                "sync a.com/1 --dry-run",
                "sync a.com/1 --token-env=TOKEN",
                "sync a.com/1 --token-env=TOKEN -o jsonl"
            })
    void at_stdout_is_said_once_and_ends_with_1(String arguments) {
        shell.environment.put("TOKEN", "token");

        assertThat(shell.runIntoNothing(arguments.split(" "))).isEqualTo(1);

        assertThat(shell.err()).containsOnlyOnce("fansync: cannot write to stdout");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sync a.com/1 --token-env=TOKEN -o none", "sync a.com/1 --token-env=TOKEN -o none --dry-run"})
    void at_stdout_is_nothing_to_who_prints_nothing(String arguments) {
        shell.environment.put("TOKEN", "token");

        assertThat(shell.runIntoNothing(arguments.split(" "))).isZero();
    }

    @Test
    void under_the_results_ends_with_the_command_that_goes_on(@TempDir Path directory) throws IOException {
        shell.environment.put("TOKEN", "token");
        Path full = Files.createSymbolicLink(directory.resolve("full.jsonl"), Path.of("/dev/full"));

        assertThat(shell.run("sync", "a.com/1", "--token-env=TOKEN", "--job=nightly", "--results=" + full))
                .isEqualTo(1);

        assertThat(shell.err())
                .contains(
                        "fansync: to go on: fansync resume nightly --results=" + full + " --token-env=TOKEN",
                        "fansync: cannot write " + full + ": No space left on device");
        Files.delete(full);
    }
}
