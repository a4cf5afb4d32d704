package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.simulator.GraphSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command in a process of its own, killed ten times by SIGKILL when Graph has seen a random number of connectors, and gone on
 * with to the end. What Graph has seen is the judge. {@code -Dconnectors=5000} takes more of them.
 */
@Tag("process")
class KilledTest {

    private static final int TENANTS = 20;
    private static final int CONNECTORS = Integer.getInteger("connectors", 2_000);
    private static final int KILLS = 10;
    private static final int IN_FLIGHT = 16;

    private final GraphSimulator simulator = GraphSimulator.create()
            .tenants(TENANTS)
            .connectors(CONNECTORS / TENANTS)
            .noQuota()
            .latency(Duration.ofMillis(20))
            .keepRequests(false);
    private GraphSimulator.Running graph = simulator.start();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        graph.close();
    }

    @Test
    void every_connector_is_synced_and_none_again_but_those_in_flight() throws Exception {
        killAndGoOn();

        assertThat(end()).isZero();

        Map<Connector, Integer> synced = graph.synced();
        assertThat(synced).hasSize(CONNECTORS);
        assertThat(repeats(synced)).isLessThanOrEqualTo(KILLS * IN_FLIGHT);
    }

    @Test
    void whatever_fails_besides_none_is_lost_and_again_is_only_what_was_left_open() throws Exception {
        graph.close();
        graph = simulator.faults(5).keepRequests(true).start();

        killAndGoOn();

        assertThat(end()).isZero();
        Map<Connector, Integer> synced = graph.synced();
        assertThat(synced).hasSize(CONNECTORS);
        assertThat(rows()).doesNotContain("\"outcome\":\"failed\"", "\"outcome\":\"unknown\"");
        int requests = graph.requests().size();
        int accepted = (int) graph.requests().stream()
                .filter(request -> request.status() == 204)
                .count();
        assertThat(accepted - CONNECTORS)
                .as("accepted, but the answer came after a kill")
                .isBetween(0, KILLS * IN_FLIGHT);
        assertThat(repeats(synced)).isBetween(1, requests - accepted + KILLS * IN_FLIGHT);
    }

    @Test
    void none_is_synced_twice_where_once_is_asked_for_whatever_fails_besides() throws Exception {
        graph.close();
        graph = simulator.faults(5).start();

        killAndGoOn("--at-most-once");

        assertThat(end("--at-most-once")).isEqualTo(3);
        Map<Connector, Integer> synced = graph.synced();
        assertThat(synced).allSatisfy((connector, times) -> assertThat(times).isEqualTo(1));
        String rows = rows();
        assertThat(graph.connectors())
                .filteredOn(connector -> !synced.containsKey(connector))
                .isNotEmpty()
                .allSatisfy(connector ->
                        assertThat(rows).containsPattern("\"" + connector.id() + "\"[^\n]*\"outcome\":\"unknown\""));
    }

    private static int repeats(Map<Connector, Integer> synced) {
        return synced.values().stream().mapToInt(times -> times - 1).sum();
    }

    /** Of the last process. */
    private String rows() throws IOException {
        return Files.readString(directory.resolve("rows.jsonl"));
    }

    private void killAndGoOn(String... options) throws Exception {
        SimulatorFiles.writeIds(graph, directory.resolve("ids.csv"));
        SimulatorFiles.writeTokens(graph, directory.resolve("tokens.json"));
        List<Integer> moments = new SplittableRandom()
                .ints(KILLS, 1, CONNECTORS * 9 / 10)
                .sorted()
                .boxed()
                .toList();
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = kill == 0 || !Files.exists(directory.resolve("fansync/jobs/killed.journal"))
                    ? start(options, "sync", "--job=killed", "--ids=ids.csv")
                    : start(options, "resume", "killed");
            while (graph.synced().size() < moments.get(kill) && !process.waitFor(2, TimeUnit.MILLISECONDS)) {
                // It works.
            }
            process.destroyForcibly();
            assertThat(process.waitFor()).as("it was killed").isEqualTo(137);
        }
    }

    private int end(String... options) throws Exception {
        return start(options, "resume", "killed").waitFor();
    }

    private Process start(String[] options, String... command) throws IOException {
        List<String> line = new ArrayList<>(Commands.java(Fansync.class));
        line.addAll(List.of(command));
        Stream.of(
                        "--graph-url=" + graph.graph(),
                        "--token-file=tokens.json",
                        "--quota=none",
                        "--batch=1",
                        "--concurrency=" + IN_FLIGHT,
                        "--results=rows.jsonl")
                .forEach(line::add);
        line.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("said").toFile()));
        builder.environment().put("XDG_STATE_HOME", directory.toString());
        builder.environment().put("XDG_CONFIG_HOME", directory.toString());
        return builder.start();
    }
}
