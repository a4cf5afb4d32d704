package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether syncs are seen, over HTTP; what Graph did is the judge. */
class ConfirmEndToEndTest {

    private final FakeShell shell = new FakeShell();

    @AutoClose
    private final GraphSimulator.Running graph = GraphSimulator.create()
            .connectors(12)
            .disconnected(2)
            .syncDelay(Duration.ofMillis(300))
            .start();

    @TempDir
    private Path directory;

    private int sync(List<Connector> connectors, String... more) {
        shell.environment.put("TOKEN", "sim.tenant-1.example.test");
        shell.environment.put("XDG_STATE_HOME", directory.toString());
        shell.stdin =
                String.join("\n", connectors.stream().map(Connector::toString).toList());
        Stream<String> always =
                Stream.of("sync", "-", "--token-env=TOKEN", "--graph-url=" + graph.graph(), "--confirm=20s");
        return shell.runForReal(Stream.concat(always, Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void all_that_move_are_confirmed_with_the_time_of_their_sync() {
        assertThat(sync(graph.connectors().subList(0, 10), "-o", "jsonl")).isZero();

        assertThat(shell.out())
                .hasSize(10)
                .allMatch(row -> row.contains("\"outcome\":\"confirmed\",\"status\":204"))
                .allMatch(row -> row.matches(".*\"lastSyncDateTime\":\"20[^\"]+Z\"}"));
        assertThat(graph.synced()).hasSize(10).values().containsOnly(1);
        assertThat(graph.requests())
                .filteredOn(seen -> seen.method().equals("GET"))
                .hasSizeBetween(20, 60);
    }

    @Test
    void what_cannot_move_ends_with_7_and_the_summary_says_why() {
        assertThat(sync(graph.connectors())).isEqualTo(7);

        assertThat(shell.out())
                .contains("confirmed            10", "unconfirmed           2")
                .anyMatch(line -> line.startsWith("Unconfirmed") && line.contains("its agent is disconnected"));
        shell.run("jobs");
        assertThat(shell.out())
                .anyMatch(line -> line.matches("job .* connectors  accepted  confirmed  unconfirmed  failed  .*"))
                .last()
                .asString()
                .matches(".* 12 +0 +10 +2 +0 +0 +0 +finished");
    }

    @Test
    void what_failed_outweighs_what_is_not_confirmed() {
        graph.script(graph.connectors().get(0), Answer.normal(), Answer.status(403));

        assertThat(sync(graph.connectors())).isEqualTo(3);
    }

    @Test
    void a_sync_whose_answer_was_lost_is_confirmed_and_not_sent_again() throws IOException {
        Connector lost = graph.connectors().get(0);
        graph.script(lost, Answer.normal(), Answer.cutAfter());
        Path results = directory.resolve("results.jsonl");

        assertThat(sync(List.of(lost), "--at-most-once", "--results=" + results))
                .isZero();

        assertThat(Files.readAllLines(results)).singleElement().asString().contains("\"outcome\":\"confirmed\"");
        assertThat(graph.synced()).containsEntry(lost, 1);
        assertThat(graph.requests())
                .extracting(Seen::method)
                .filteredOn("POST"::equals)
                .hasSize(1);
    }
}
