package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command against a Graph and a login server; what these saw is the judge. */
class EndToEndTest {

    private static final String SECRET = "~the-secret~of-the-app~";

    private final FakeShell shell = new FakeShell();
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(20).connectors(30).start();

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        graph.close();
    }

    private int sync(String... arguments) {
        String[] target = {"sync", "--graph-url=" + graph.graph()};
        return shell.runForReal(Stream.of(target, arguments).flatMap(Stream::of).toArray(String[]::new));
    }

    private Path ids() {
        Path ids = directory.resolve("ids.csv");
        SimulatorFiles.writeIds(graph, ids);
        return ids;
    }

    @Test
    void each_connector_gets_a_row_and_each_tenant_its_own_token() throws IOException {
        Path tokens = directory.resolve("tokens.json");
        Path results = directory.resolve("results.jsonl");
        SimulatorFiles.writeTokens(graph, tokens);

        assertThat(sync("--ids=" + ids(), "--token-file=" + tokens, "--results=" + results))
                .isZero();

        assertThat(Files.readAllLines(results)).hasSize(600).allMatch(row -> row.contains("\"outcome\":\"accepted\""));
        assertThat(graph.synced())
                .hasSize(600)
                .allSatisfy((connector, times) -> assertThat(times).isEqualTo(1));
        assertThat(graph.requests())
                .allMatch(request -> request.token().equals(SimulatorFiles.token(request.tenant())))
                .flatExtracting(Seen::items)
                .allMatch(item -> item.status() == 204);
    }

    @Test
    void signs_in_once_to_each_tenant_and_never_shows_a_secret_or_a_token() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret.txt"), SECRET + "\n");
        Path results = directory.resolve("results.csv");
        Connector refused = graph.connectors().get(0);
        graph.script(refused, Answer.error(403, "Forbidden", "not for you"));

        assertThat(sync(
                        "--login-url=" + graph.login(),
                        "--ca-file=" + graph.certificate(),
                        "--client-id=app",
                        "--client-secret-file=" + secret,
                        "--ids=" + ids(),
                        "--results=" + results,
                        "-vv"))
                .isEqualTo(3);

        assertThat(graph.tokenCalls()).hasSize(20).allMatch(call -> call.status() == 200);
        assertThat(graph.synced()).hasSize(599);
        String shown = String.join("\n", shell.out()) + String.join("\n", shell.err()) + Files.readString(results);
        List<String> tokens =
                graph.requests().stream().map(Seen::token).distinct().toList();
        assertThat(tokens).hasSize(20).noneMatch(shown::contains);
        assertThat(shown).contains("not for you").doesNotContain(SECRET);
    }

    @Test
    void a_wrong_secret_signs_in_nowhere() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret.txt"), SECRET);
        graph.scriptSignIn(
                "tenant-1.example",
                Answer.error(401, "invalid_client", "AADSTS7000215: Invalid client secret provided."));

        assertThat(sync(
                        "--login-url=" + graph.login(),
                        "--ca-file=" + graph.certificate(),
                        "--client-id=app",
                        "--client-secret-file=" + secret,
                        graph.connectors().get(0).toString()))
                .isEqualTo(4);

        assertThat(graph.requests()).isEmpty();
        assertThat(shell.out()).anyMatch(line -> line.contains("AADSTS7000215") || line.contains("secret"));
    }
}
