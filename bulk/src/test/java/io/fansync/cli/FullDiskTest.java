package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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

    @Test
    void at_stdout_ends_the_run_in_order_and_says_how_to_go_on(@TempDir Path directory) throws IOException {
        shell.environment.put("TOKEN", "token");
        shell.stdin =
                IntStream.range(0, 2_000).mapToObj(id -> "a.com/" + id + "\n").collect(Collectors.joining());
        Path rows = directory.resolve("rows.jsonl");

        assertThat(shell.runIntoNothing(
                        "sync",
                        "-",
                        "--quota=none",
                        "--token-env=TOKEN",
                        "-o",
                        "jsonl",
                        "--job=nightly",
                        "--results=" + rows))
                .isEqualTo(1);

        assertThat(shell.sent).hasSizeLessThan(2_000);
        assertThat(rows).content().hasLineCount(2_000);
        assertThat(shell.err())
                .endsWith(
                        "fansync: to go on: fansync resume nightly --output=jsonl --quota=none --results=" + rows
                                + " --token-env=TOKEN",
                        "fansync: cannot write to stdout");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sync a.com/1 --token-env=TOKEN -o none", "sync a.com/1 --token-env=TOKEN -o none --dry-run"})
    void at_stdout_is_nothing_to_who_prints_nothing(String arguments) {
        shell.environment.put("TOKEN", "token");

        assertThat(shell.runIntoNothing(arguments.split(" "))).isZero();
    }

    /** More than wait for the disk. */
    @Test
    void under_the_results_ends_the_run_in_order_and_loses_rows_alone(@TempDir Path directory) throws IOException {
        shell.environment.put("TOKEN", "token");
        shell.stdin =
                IntStream.range(0, 2_000).mapToObj(id -> "a.com/" + id + "\n").collect(Collectors.joining());
        Path full = Files.createSymbolicLink(directory.resolve("full.jsonl"), Path.of("/dev/full"));

        assertThat(shell.run("sync", "-", "--quota=none", "--token-env=TOKEN", "--job=nightly", "--results=" + full))
                .isEqualTo(1);

        assertThat(shell.err())
                .last()
                .isEqualTo("fansync: cannot write " + full
                        + ": No space left on device; its rows from there on are missing,"
                        + " and a resume adds none for what is settled: 'fansync jobs' and --report have the counts");
        int sent = shell.sent.size();
        assertThat(sent).isPositive().isLessThan(2_000);
        assertThat(shell.out())
                .anyMatch(line -> line.matches("accepted +" + Prose.count(sent)))
                .last()
                .isEqualTo("go on with  fansync resume nightly --quota=none --results=" + full + " --token-env=TOKEN");
        Files.delete(full);

        assertThat(shell.run("resume", "nightly", "--quota=none", "--token-env=TOKEN", "--results=" + full))
                .isZero();
        assertThat(shell.sent).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(full).content().hasLineCount(2_000 - sent);
    }

    @Test
    void under_the_results_of_the_last_connector_leaves_nothing_to_go_on_with(@TempDir Path directory)
            throws IOException {
        shell.environment.put("TOKEN", "token");
        Path full = Files.createSymbolicLink(directory.resolve("full.jsonl"), Path.of("/dev/full"));

        assertThat(shell.run("sync", "a.com/1", "--token-env=TOKEN", "--results=" + full))
                .isEqualTo(1);

        assertThat(shell.out())
                .anyMatch(line -> line.matches("accepted +1"))
                .noneMatch(line -> line.startsWith("go on with"));
        assertThat(shell.err()).last().asString().startsWith("fansync: cannot write " + full);
        Files.delete(full);
    }
}
