package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.cli.Commands.Ended;
import io.fansync.simulator.GraphSimulator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command in a pipe: data on stdout, everything else on stderr. */
@Tag("process")
class StreamsTest {

    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(3).connectors(40).start();

    @TempDir
    private Path directory;

    @BeforeEach
    void write_the_input() {
        Commands.require("sh", "cat", "tail", "sed", "awk", "jq", "mkfifo");
        SimulatorFiles.writeIds(graph, directory.resolve("ids.csv"));
        SimulatorFiles.writeTokens(graph, directory.resolve("tokens.json"));
    }

    @AfterEach
    void stop() {
        graph.close();
    }

    private Ended pipe(String before, String options, String after) throws Exception {
        List<String> line = new ArrayList<>(Commands.java(Fansync.class));
        line.addAll(List.of("sync", "-", "--graph-url=" + graph.graph(), "--token-file=tokens.json"));
        String script = before + " | " + String.join(" ", line) + " " + options + after;
        return Commands.run(directory, new ProcessBuilder("sh", "-c", script));
    }

    @Test
    void nothing_but_lines_goes_to_a_file() throws Exception {
        Ended ended = pipe("cat ids.csv", "-v", "");

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.err()).doesNotContain("\u001b", "\r").contains("fansync: 120 of 120 (100 %)");
        assertThat(ended.out()).doesNotContain("\u001b", "\r").contains("accepted         120");
    }

    @Test
    void jq_counts_as_many_rows_as_there_are_connectors_however_much_is_said() throws Exception {
        for (String verbosity : List.of("", "-q", "-v", "-vv")) {
            Ended ended = pipe("tail -n +2 ids.csv | sed p", "-o jsonl " + verbosity, " 2>/dev/null | jq -es length");

            assertThat(ended.out()).as(verbosity).isEqualTo("120\n");
        }
    }

    @Test
    void the_rows_may_go_into_a_named_pipe() throws Exception {
        Ended ended = pipe(
                "mkfifo rows.jsonl; cat rows.jsonl > rows.txt & tail -n +2 ids.csv",
                "-o none --results=rows.jsonl",
                "; wait; cat rows.txt");

        assertThat(ended.out().lines()).hasSize(120);
    }

    @Test
    void a_million_lines_are_synced_in_a_heap_of_256_megabytes_and_told_of_on_one_page() throws Exception {
        List<String> line = new ArrayList<>(Commands.java(InstantGraph.class, "-Xmx256m"));
        line.addAll(List.of("sync", "-", "--quota=none", "--token-env=HOME", "--report=report.html"));
        String million = "awk 'BEGIN { for (i = 0; i < 1000000; i++)"
                + " printf \"tenant-%d.example,%08x-1111-2222-3333-444444444444\\n\", i % 1000, i }'";
        Ended ended = Commands.run(directory, new ProcessBuilder("sh", "-c", million + " | " + String.join(" ", line)));

        assertThat(ended.err()).doesNotContain("OutOfMemory");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains("accepted   1,000,000", "1,000,000 connectors of 1,000 tenants");
        assertThat(directory.resolve("report.html").toFile().length()).isBetween(100_000L, 1_000_000L);
    }
}
