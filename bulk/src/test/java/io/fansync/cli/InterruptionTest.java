package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.Seen;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command in a process of its own, interrupted while Graph leaves everything that is in flight without an answer. */
@Tag("process")
class InterruptionTest {

    private static final int CONNECTORS = 40;
    private static final int IN_FLIGHT = 8;

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().connectors(CONNECTORS).noQuota().start();

    @TempDir
    private Path directory;

    @BeforeEach
    void leaveTheFirstRequestsWithoutAnAnswer() {
        Stream.generate(Answer::never).limit(IN_FLIGHT).forEach(never -> graph.script("tenant-1.example", never));
        SimulatorFiles.writeIds(graph, directory.resolve("ids.csv"));
    }

    @ParameterizedTest(name = "INT, then {0}: {1}")
    @CsvSource({"INT, 130", "TERM, 143"})
    void a_second_signal_ends_it_at_once_and_resume_completes_it(String second, int exitCode) throws Exception {
        Process process = start("sync", "--job=stalled", "--ids=ids.csv");
        try (BufferedReader said = process.errorReader();
                BufferedReader printed = process.inputReader()) {
            while (graph.requests().size() < IN_FLIGHT && !process.waitFor(10, TimeUnit.MILLISECONDS)) {
                // It works.
            }
            signal("INT", process);
            assertThat(said.readLine())
                    .isEqualTo(
                            "fansync: stopping; what is in flight has 10 s to settle. A second signal ends it at once");
            assertThat(said.readLine()).startsWith("fansync: to go on: fansync resume stalled ");

            signal(second, process);
            assertThat(process.waitFor()).isEqualTo(exitCode);
            assertThat(printed.lines())
                    .as("a summary, had it waited to the end")
                    .isEmpty();
        }
        assertThat(graph.requests()).hasSize(IN_FLIGHT).extracting(Seen::status).containsOnly(0);
        assertThat(journaled("sent")).hasSize(IN_FLIGHT);
        assertThat(journaled("unknown")).as("given up in good order").isEmpty();

        assertThat(start("resume", "stalled").waitFor()).isZero();
        assertThat(graph.synced()).hasSize(CONNECTORS).values().containsOnly(1);
    }

    private static void signal(String name, Process process) {
        Program.run("kill", "-" + name, Long.toString(process.pid()));
    }

    private List<String> journaled(String word) throws IOException {
        return Files.readAllLines(directory.resolve("fansync/jobs/stalled.journal")).stream()
                .filter(line -> line.startsWith(word + "\t"))
                .toList();
    }

    /** A signal that is ignored by who starts a process would be ignored by the process, too. */
    private Process start(String... command) throws IOException {
        List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
        line.addAll(Commands.java(Fansync.class));
        line.addAll(List.of(command));
        Stream.of("--graph-url=" + graph.graph(), "--token-env=TOKEN", "--batch=1", "--concurrency=" + IN_FLIGHT)
                .forEach(line::add);
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().put("TOKEN", SimulatorFiles.token("tenant-1.example"));
        builder.environment().put("XDG_STATE_HOME", directory.toString());
        builder.environment().put("XDG_CONFIG_HOME", directory.toString());
        return builder.start();
    }
}
