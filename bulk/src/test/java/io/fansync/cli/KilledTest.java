package io.fansync.cli;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command in a process of its own, among faults of nine kinds, killed by SIGKILL whenever Graph has seen a random number of
 * requests, and gone on with to the end. What Graph has seen is the judge. What excuses that a connector is synced again is an
 * answer that left open whether it was, or a kill after which the journal says that it was sent, and no more.
 */
@Tag("process")
class KilledTest {

    private static final int TENANTS = 20;
    private static final int IN_FLIGHT = 16;
    private static final int EACH_CHALLENGED = 180;
    private static final Answer CHALLENGE = Answer.error(
                    401, "InvalidAuthenticationToken", "TokenIssuedBeforeRevocation")
            .claims("{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1\"}}}");

    /** By their ids, which no two tenants share: at how many kills they were sent, and nobody knew what came of it. */
    private final Map<String, Long> openAtKills = new HashMap<>();

    @TempDir
    private Path directory;

    @AutoClose
    private GraphSimulator.Running graph = GraphSimulator.create().start();

    private void start(int connectors) {
        graph.close();
        graph = GraphSimulator.create()
                .tenants(TENANTS)
                .connectors(connectors / TENANTS)
                .noQuota()
                .latency(Duration.ofMillis(5))
                .faults(5)
                .start();
        for (int i = 0; i < connectors; i += EACH_CHALLENGED) {
            graph.script(graph.connectors().get(i), CHALLENGE);
        }
        SimulatorFiles.writeIds(graph, directory.resolve("ids.csv"));
        SimulatorFiles.writeTokens(graph, directory.resolve("tokens.json"));
    }

    @Test
    void nothing_is_lost_and_again_is_synced_only_what_was_left_open() throws Exception {
        start(5_000);

        killAndGoOn(10);
        assertThat(end()).isZero();

        assertNoneIsLostNorRepeatedWithoutExcuse(5_000);
        assertThat(graph.synced())
                .anySatisfy((connector, times) -> assertThat(times).isGreaterThan(1));
        assertThat(graph.requests()).extracting(Seen::status).contains(0, 401, 500, 503, 504);
    }

    @Test
    void none_is_synced_twice_where_once_is_asked_for() throws Exception {
        start(1_000);

        killAndGoOn(3, "--at-most-once");
        assertThat(end("--at-most-once")).isEqualTo(3);

        Map<Connector, Integer> synced = graph.synced();
        assertThat(synced).values().containsOnly(1);
        assertThat(graph.requests())
                .filteredOn(request -> request.status() != 401)
                .extracting(Seen::path)
                .doesNotHaveDuplicates();
        String rows = rows();
        assertThat(graph.connectors())
                .filteredOn(connector -> !synced.containsKey(connector))
                .isNotEmpty()
                .allSatisfy(connector ->
                        assertThat(rows).containsPattern("\"" + connector.id() + "\"[^\n]*\"outcome\":\"unknown\""));
    }

    private void assertNoneIsLostNorRepeatedWithoutExcuse(int connectors) throws IOException {
        Map<Connector, Integer> synced = graph.synced();
        Map<String, Long> leftOpen = leftOpen();
        assertThat(synced).hasSize(connectors);
        assertThat(rows()).doesNotContain("\"outcome\":\"failed\"", "\"outcome\":\"unknown\"");
        assertThat(synced)
                .allSatisfy((connector, times) -> assertThat(times - 1L)
                        .isLessThanOrEqualTo(leftOpen.getOrDefault(connector.id(), 0L)
                                + openAtKills.getOrDefault(connector.id(), 0L)));
    }

    /** As where a disk is full: no file may grow beyond 128 blocks of 512 bytes. */
    @Test
    void a_journal_that_cannot_grow_any_more_stops_the_run_and_resume_completes_it() throws Exception {
        start(500);
        List<String> bounded = List.of("sh", "-c", "ulimit -f 128; exec \"$@\"", "sh");

        Process process = start(bounded, List.of(), "sync", "--job=killed", "--ids=ids.csv");
        assertThat(process.waitFor()).isEqualTo(1);

        assertThat(Files.readString(directory.resolve("said")))
                .contains("Cannot write the journal " + journal() + ": File too large; nothing was sent after that")
                .contains("fansync resume killed");
        assertThat(graph.synced()).hasSizeBetween(1, 499);
        noteWhatIsOpen();
        assertThat(end()).isZero();
        assertNoneIsLostNorRepeatedWithoutExcuse(500);
    }

    @Test
    void results_that_cannot_grow_any_more_end_with_a_whole_row_and_resume_adds_whole_ones() throws Exception {
        start(300);
        List<String> bounded = List.of("sh", "-c", "ulimit -f 192; exec \"$@\"", "sh");
        List<String> telling = List.of("--results=rows.jsonl");

        Process process = start(bounded, telling, "sync", "--job=killed", "--ids=ids.csv");
        assertThat(process.waitFor()).isEqualTo(1);

        assertThat(Files.readString(directory.resolve("said"))).contains("cannot write rows.jsonl: File too large");
        assertThat(rows()).isNotEmpty().endsWith("}\n");
        assertThat(end()).isZero();
        assertThat(rows().lines())
                .allMatch(row -> row.startsWith("{\"v\":1,") && row.endsWith("}"))
                .doesNotHaveDuplicates();
    }

    /** How many answers to each connector's requests left open whether it was synced. */
    private Map<String, Long> leftOpen() {
        return graph.requests().stream()
                .filter(request -> request.status() != 204 && request.status() != 401)
                .collect(groupingBy(KilledTest::id, counting()));
    }

    private static String id(Seen request) {
        String[] path = request.path().split("/");
        return path[path.length - 2];
    }

    /** Of the processes that were to write them. */
    private String rows() throws IOException {
        return Files.readString(directory.resolve("rows.jsonl"));
    }

    private void killAndGoOn(int kills, String... options) throws Exception {
        int connectors = graph.connectors().size();
        int[] moments = new SplittableRandom()
                .ints(kills, 1, connectors * 9 / 10)
                .sorted()
                .toArray();
        for (int moment : moments) {
            Process process = Files.exists(journal())
                    ? start(List.of(), List.of(options), "resume", "killed")
                    : start(List.of(), List.of(options), "sync", "--job=killed", "--ids=ids.csv");
            while (graph.requests().size() < moment && !process.waitFor(10, TimeUnit.MILLISECONDS)) {
                // It works.
            }
            process.destroyForcibly();
            assertThat(process.waitFor()).as("it was killed").isEqualTo(137);
            noteWhatIsOpen();
        }
    }

    private void noteWhatIsOpen() throws IOException {
        Map<String, Long> leftOpen = leftOpen();
        List<String> open = sentAndNoMore();
        assertThat(open)
                .as("in flight when it was killed, and not open since an earlier kill")
                .filteredOn(id -> !leftOpen.containsKey(id) && !openAtKills.containsKey(id))
                .hasSizeLessThanOrEqualTo(IN_FLIGHT);
        open.forEach(id -> openAtKills.merge(id, 1L, Long::sum));
    }

    /** The last line about a connector counts; the very last one may be torn. */
    private List<String> sentAndNoMore() throws IOException {
        Map<String, String> last = new HashMap<>();
        String lines = Files.exists(journal()) ? Files.readString(journal()) : "";
        lines.substring(0, lines.lastIndexOf('\n') + 1)
                .lines()
                .map(line -> line.split("\t"))
                .filter(fields -> fields.length > 3)
                .forEach(fields -> last.put(fields[2], fields[0]));
        return last.keySet().stream().filter(id -> "sent".equals(last.get(id))).toList();
    }

    private Path journal() {
        return directory.resolve("fansync/jobs/killed.journal");
    }

    private int end(String... options) throws Exception {
        List<String> telling = new ArrayList<>(List.of(options));
        telling.add("--results=rows.jsonl");
        return start(List.of(), telling, "resume", "killed").waitFor();
    }

    private Process start(List<String> within, List<String> options, String... command) throws IOException {
        List<String> line = new ArrayList<>(within);
        line.addAll(Commands.java(Fansync.class));
        line.addAll(List.of(command));
        Stream.of(
                        "--graph-url=" + graph.graph(),
                        "--token-file=tokens.json",
                        "--quota=none",
                        "--batch=1",
                        "--concurrency=" + IN_FLIGHT)
                .forEach(line::add);
        line.addAll(options);
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
