package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Unavailable;
import io.fansync.SyncReceipt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

class SyncCommandTest {

    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path directory;

    @BeforeEach
    void give_a_token() {
        shell.environment.put("FANSYNC_TOKEN_ENV", "TOKEN");
        shell.environment.put("TOKEN", "token");
    }

    private static String lines(int connectors) {
        return IntStream.range(0, connectors).mapToObj(i -> "a.com/" + i).collect(Collectors.joining("\n"));
    }

    @Test
    void syncs_what_arguments_and_file_name_each_once() throws IOException {
        Path ids = Files.writeString(directory.resolve("ids.txt"), "2\nb.com/1\nA.com/1\n");

        assertThat(shell.run("sync", "1", "b.com/1", "--tenant=a.com", "--ids=" + ids))
                .isZero();

        assertThat(shell.sent)
                .containsExactlyInAnyOrder(
                        new Connector("a.com", "1"), new Connector("a.com", "2"), new Connector("b.com", "1"));
        assertThat(shell.out())
                .anyMatch(line -> line.startsWith("in all    3 connectors (2 duplicates left out) of 2 tenants in "));
    }

    @Test
    void a_lone_hyphen_reads_stdin() {
        shell.stdin = "a.com/1\na.com/2\n";

        assertThat(shell.run("sync", "-")).isZero();

        assertThat(shell.sent).hasSize(2);
    }

    @Test
    void on_a_terminal_a_lone_hyphen_says_what_it_waits_for() {
        shell.terminal = new Terminal(true, true, true, 80);
        shell.stdin = "a.com/1\n";

        assertThat(shell.run("sync", "-", "--progress=none", "-o", "none")).isZero();

        assertThat(shell.err()).containsExactly("fansync: type the connectors, one on a line; Ctrl-D ends them");
    }

    @Test
    void the_environment_gives_the_tenant_last() {
        shell.environment.put("AZURE_TENANT_ID", "azure.com");
        shell.environment.put("FANSYNC_TENANT", "");
        shell.run("sync", "1");
        shell.environment.put("FANSYNC_TENANT", "fansync.com");
        shell.run("sync", "1");
        shell.run("sync", "1", "--tenant=typed.com");

        assertThat(shell.sent).extracting(Connector::tenant).containsExactly("azure.com", "fansync.com", "typed.com");
    }

    @Test
    void credentials_on_the_command_line_outweigh_those_in_the_environment() {
        shell.environment.put("FANSYNC_TOKEN_FILE", "absent.json");

        assertThat(shell.run("sync", "a.com/1", "--token-env=TOKEN")).isZero();
    }

    @Test
    void writes_a_row_for_each_connector_to_the_results_file_and_to_stdout() throws IOException {
        Path results = directory.resolve("results.csv");
        shell.stdin = lines(300);

        assertThat(shell.run("sync", "-", "--quota=none", "--results=" + results, "-o", "jsonl"))
                .isZero();

        assertThat(Files.readAllLines(results)).hasSize(301).first().isEqualTo("\uFEFF" + ResultRow.csvHeader());
        assertThat(shell.out()).hasSize(300).allMatch(row -> row.contains(",\"tenant\":\"a.com\",\"id\":\""));
    }

    @Test
    void prints_nothing_on_stdout_if_told_so() {
        assertThat(shell.run("sync", "a.com/1", "-o", "none")).isZero();

        assertThat(shell.out()).isEmpty();
    }

    @Test
    void says_on_stderr_how_far_it_got_but_not_if_quiet() {
        shell.run("sync", "a.com/1");

        assertThat(shell.err()).singleElement().asString().startsWith("fansync: 1 of 1 (100 %)");

        FakeShell quiet = new FakeShell();
        quiet.environment.putAll(shell.environment);
        quiet.run("sync", "a.com/1", "-q");

        assertThat(quiet.err()).isEmpty();
    }

    @Test
    void draws_a_bar_if_told_so() {
        shell.run("sync", "a.com/1", "--progress=bar", "-o", "none");

        assertThat(shell.err()).last().asString().startsWith("[########################] 1 of 1 (100 %)");
    }

    @Test
    void warns_that_graph_cannot_be_reached_and_goes_on() {
        AtomicBoolean reachable = new AtomicBoolean();
        shell.client = (connector, type) -> reachable.getAndSet(true)
                ? Mono.just(new SyncReceipt(connector, type))
                : Mono.error(new Unavailable("proxy: no such host.", false));
        PrintStream systemErr = System.err;
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            assertThat(shell.run("sync", "a.com/1")).isZero();
        } finally {
            System.setErr(systemErr);
        }

        assertThat(logged.toString(StandardCharsets.UTF_8).strip()).endsWith("proxy: no such host. Trying again.");
    }

    @Nested
    class Ends {

        @Test
        void with_3_where_some_failed() {
            shell.client = (connector, type) -> connector.id().equals("1")
                    ? Mono.error(new Rejected("Request not applicable to target tenant."))
                    : Mono.just(new SyncReceipt(connector, type));

            assertThat(shell.run("sync", "a.com/1", "a.com/2")).isEqualTo(3);
        }

        @Test
        void with_3_where_some_are_unknown() {
            shell.client = (connector, type) -> Mono.error(new Unavailable("504", true));

            assertThat(shell.run("sync", "a.com/1", "--at-most-once")).isEqualTo(3);
        }

        @Test
        void with_3_where_some_tenants_could_not_be_signed_in_and_4_where_none_could() {
            shell.client = (connector, type) -> connector.tenant().equals("a.com")
                    ? Mono.error(new Denied("invalid_client", ""))
                    : Mono.just(new SyncReceipt(connector, type));

            assertThat(shell.run("sync", "a.com/1", "b.com/1")).isEqualTo(3);
            assertThat(shell.run("sync", "a.com/1", "a.com/2")).isEqualTo(4);
        }

        @Test
        void with_5_and_a_row_for_each_connector_at_the_deadline() throws IOException {
            Path results = directory.resolve("results.jsonl");
            shell.stdin = lines(500);

            assertThat(shell.run(
                            "sync", "-", "--deadline=200ms", "--quota-max=2/2h", "--batch=1", "--results=" + results))
                    .isEqualTo(5);

            assertThat(shell.sent).hasSizeLessThanOrEqualTo(2);
            assertThat(Files.readAllLines(results))
                    .hasSize(500)
                    .filteredOn(row -> row.contains("\"unsent\""))
                    .hasSize(500 - shell.sent.size());
        }
    }

    @Nested
    class AsksBeforeManyOnATerminal {

        @BeforeEach
        void a_terminal() throws IOException {
            shell.terminal = new Terminal(true, true, true, 80);
            Files.writeString(directory.resolve("ids.txt"), lines(1_001));
        }

        private int run(String... more) {
            String[] arguments = {"sync", "--ids=" + directory.resolve("ids.txt"), "--progress=none", "--color=never"};
            return shell.run(Stream.of(arguments, more).flatMap(Arrays::stream).toArray(String[]::new));
        }

        @Test
        void and_sends_nothing_without_a_yes() {
            assertThat(run()).isEqualTo(2);

            assertThat(shell.err())
                    .containsExactly(
                            "Sync 1,001 connectors of 1 tenant? [y/N] fansync: nothing was sent; answer y, or give --yes");
            assertThat(shell.sent).isEmpty();
        }

        @Test
        void and_goes_on_with_one() {
            shell.stdin = "y\n";

            assertThat(run("--quota=none")).isZero();
        }

        @Test
        void but_not_if_told_not_to() {
            assertThat(run("--quota=none", "--yes")).isZero();

            assertThat(shell.err()).isEmpty();
        }

        @Test
        void but_never_elsewhere() {
            shell.terminal = Terminal.NONE;

            assertThat(run("--quota=none")).isZero();
        }
    }

    @Nested
    class DryRun {

        @Test
        void prints_the_plan_and_sends_nothing() {
            shell.stdin = "b.com/1\n" + lines(200) + "\na.com/1\n";

            assertThat(shell.run("sync", "-", "--dry-run", "--results=" + directory.resolve("x.csv")))
                    .isZero();

            assertThat(shell.out())
                    .containsExactly(
                            "tenant  connectors  at least",
                            "a.com          200      20 s",
                            "b.com            1      0 ms",
                            "",
                            "would sync 201 connectors of 2 tenants; 1 duplicate left out",
                            "the quotas alone make that 20 s long; answers take their time, and other apps of a tenant"
                                    + " their share");
            assertThat(shell.sent).isEmpty();
            assertThat(directory).isEmptyDirectory();
        }

        @Test
        void needs_no_credentials() {
            shell.environment.clear();

            assertThat(shell.run("sync", "a.com/1", "--what-if")).isZero();
        }

        @Test
        void refuses_what_a_sync_would_refuse() {
            assertThat(shell.run("sync", "a.com/1", "--what-if", "--token-file=absent"))
                    .isEqualTo(2);
        }
    }
}
