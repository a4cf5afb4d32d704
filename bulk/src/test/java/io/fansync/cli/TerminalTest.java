package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.cli.Commands.Ended;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a pseudo-terminal, and with its streams piped. */
@Tag("process")
class TerminalTest {

    private static final Pattern BAR = Pattern.compile("\\[#*\\.*] \\d+ of 120 \\(\\d+ %\\)");
    private static final String BEGUN = "\\(\\d\\d %\\)";
    private static final String ERASE = "\u001b[J";

    private final GraphSimulator.Running graph = GraphSimulator.create()
            .tenants(3)
            .connectors(40)
            .quota(10, Duration.ofSeconds(1))
            .start();

    @TempDir
    private Path directory;

    @BeforeEach
    void write_the_input() {
        SimulatorFiles.writeIds(graph, directory.resolve("ids.csv"));
        SimulatorFiles.writeTokens(graph, directory.resolve("tokens.json"));
    }

    @AfterEach
    void stop() {
        graph.close();
    }

    private String sync(String more) {
        List<String> line = new ArrayList<>(Commands.java(Fansync.class));
        line.addAll(List.of("sync", "--graph-url=" + graph.graph(), "--token-file=tokens.json"));
        return line.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" ")) + " " + more;
    }

    private Ended onTerminal(List<String> steps, String script, Map<String, String> environment)
            throws IOException, InterruptedException, URISyntaxException {
        Commands.require("python3", "sh", "cat", "stty");
        String python = Path.of(Objects.requireNonNull(TerminalTest.class.getResource("/terminal.py"))
                        .toURI())
                .toString();
        List<String> line = Stream.of(List.of("python3", "-I", python), steps, List.of("--", "sh", "-c", script))
                .flatMap(List::stream)
                .toList();
        ProcessBuilder command = new ProcessBuilder(line);
        command.environment().keySet().removeAll(List.of("COLUMNS", "NO_COLOR"));
        command.environment().put("TERM", "xterm");
        command.environment().putAll(environment);
        return Commands.run(directory, command);
    }

    private Ended onTerminal(String script, String... steps) throws Exception {
        return onTerminal(List.of(steps), script, Map.of());
    }

    private List<String> rows() throws IOException {
        return Files.readAllLines(directory.resolve("rows.jsonl"));
    }

    @Test
    void shows_a_bar_where_stderr_is_a_terminal_though_stdin_is_piped_and_stdout_is_a_file() throws Exception {
        Ended ended = onTerminal("cat ids.csv | " + sync("- --quota 10/1s -o jsonl > rows.jsonl"));

        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out())
                .containsPattern(BAR)
                .contains("] 120 of 120 (100 %)")
                .contains("tenants at quota");
        assertThat(rows()).hasSize(120).allMatch(row -> row.startsWith("{\"v\":1,"));
    }

    @Test
    void the_bar_fits_the_terminal_after_it_was_resized() throws Exception {
        Ended ended =
                onTerminal(sync("--ids ids.csv --quota 10/1s -o none"), BEGUN + "=resize:60", BEGUN + "=resize:40");

        assertThat(ended.exitCode()).isZero();
        List<String> bars = Stream.of(ended.out().split("\r|\n"))
                .filter(line -> line.endsWith(ERASE))
                .map(line -> line.replace(ERASE, ""))
                .toList();
        assertThat(bars).allMatch(bar -> bar.length() < 100).anyMatch(bar -> bar.length() > 60);
        assertThat(bars.get(bars.size() - 1)).hasSizeLessThan(40).contains("120 of 120 (100 %)");
    }

    @Test
    void log_lines_stay_whole_above_the_bar() throws Exception {
        List<Connector> refused = graph.connectors().stream().limit(9).toList();
        refused.forEach(connector -> graph.script(connector, Answer.error(404, "ResourceNotFound", "gone")));

        Ended ended = onTerminal(sync("--ids ids.csv --quota 10/1s -o none -v"));

        assertThat(ended.exitCode()).isEqualTo(3);
        List<String> screen = Screen.after(ended.out(), 100);
        assertThat(screen).filteredOn(line -> line.contains(" INFO failed: ")).hasSize(9);
        assertThat(screen.get(screen.size() - 1)).matches("\\[#{24}] 120 of 120 \\(100 %\\), .*, 9 failed");
        assertThat(screen)
                .filteredOn(line -> line.contains("[#") || line.contains("[."))
                .hasSize(1);
    }

    @Test
    void ctrl_c_lets_work_settle_and_leaves_a_row_for_each_connector() throws Exception {
        Ended ended =
                onTerminal("exec " + sync("--ids ids.csv --quota 10/1s -o jsonl > rows.jsonl"), BEGUN + "=send:^C");

        assertThat(ended.exitCode()).isEqualTo(130);
        assertThat(Screen.after(ended.out(), 100))
                .anyMatch(line -> line.contains("fansync: stopping; what is in flight"));
        assertThat(rows())
                .hasSize(120)
                .anyMatch(row -> row.contains("\"accepted\""))
                .anyMatch(row -> row.contains("\"unsent\""));
        assertThat(rows().stream().filter(row -> row.contains("\"accepted\"")).count())
                .isEqualTo(graph.synced().size());
    }

    @Test
    void a_dumb_terminal_gets_whole_lines() throws Exception {
        Ended ended = onTerminal(List.of(), sync(graph.connectors().get(0) + " -o none"), Map.of("TERM", "dumb"));

        assertThat(ended.out())
                .contains("fansync: 1 of 1 (100 %)")
                .doesNotContain("\u001b", "[#")
                .endsWith("\r\n");
    }

    @Test
    void colour_is_left_out_where_nobody_wants_it() throws Exception {
        String one = sync(graph.connectors().get(0) + " --progress none");

        assertThat(onTerminal(one).out()).contains("\u001b[32maccepted");
        assertThat(onTerminal(List.of(), one, Map.of("NO_COLOR", "1")).out())
                .contains("accepted")
                .doesNotContain("\u001b");
    }
}
