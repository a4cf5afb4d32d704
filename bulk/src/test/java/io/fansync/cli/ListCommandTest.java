package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code list} and {@code sync --all}, against a Graph and a login server; what these saw is the judge. */
class ListCommandTest {

    private static final Answer REFUSAL = Answer.error(403, "Forbidden", "not for you");
    private static final Answer NO_APP = Answer.error(401, "invalid_client", "AADSTS7000215: Invalid client secret.");

    private final FakeShell shell = new FakeShell();

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(3).connectors(40).start();

    @TempDir
    private Path directory;

    @BeforeEach
    void name_the_simulator() throws IOException {
        Path tokens = directory.resolve("tokens.json");
        SimulatorFiles.writeTokens(graph, tokens);
        Files.setPosixFilePermissions(tokens, PosixFilePermissions.fromString("rw-------"));
        shell.environment.put("FANSYNC_GRAPH_URL", graph.graph().toString());
        shell.environment.put("FANSYNC_LOGIN_URL", graph.login().toString());
        shell.environment.put("FANSYNC_CA_FILE", graph.certificate().toString());
        shell.environment.put("FANSYNC_TOKEN_FILE", tokens.toString());
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private long posts() {
        return graph.requests().stream()
                .map(Seen::method)
                .filter("POST"::equals)
                .count();
    }

    @Test
    void lists_each_tenants_connectors_as_a_table() {
        assertThat(shell.runForReal("list", "--tenant", "tenant-2.example", "--tenant=tenant-1.example"))
                .isZero();

        assertThat(shell.out()).hasSize(81);
        assertThat(shell.out().get(0)).matches("tenant +id +type +status +last sync");
        assertThat(shell.out().get(1)).startsWith("tenant-2.example  ").endsWith("never");
        assertThat(shell.err()).isEmpty();
        assertThat(posts()).isZero();
    }

    @Test
    void what_it_prints_as_json_lines_can_be_synced() {
        assertThat(shell.runForReal("list", "--tenant", "tenant-1.example,tenant-2.example", "-o", "jsonl"))
                .isZero();

        FakeShell next = new FakeShell();
        next.environment.putAll(shell.environment);
        next.stdin = String.join("\n", shell.out());
        assertThat(next.runForReal("sync", "-", "-o", "none")).isZero();

        assertThat(shell.out()).hasSize(80).allMatch(row -> row.startsWith("{\"v\":1,\"tenant\":\"tenant-"));
        assertThat(graph.synced()).hasSize(80);
    }

    @Test
    void a_tenant_that_cannot_be_listed_is_named_and_holds_up_no_other() throws IOException {
        graph.script("tenant-2.example", REFUSAL);
        Path tenants = file("tenants.txt", "tenant-1.example\ntenant-2.example\ntenant-3.example\n");

        assertThat(shell.runForReal("list", "--tenants=" + tenants)).isEqualTo(3);

        assertThat(shell.out()).hasSize(81);
        assertThat(shell.err())
                .singleElement()
                .asString()
                .startsWith("fansync: cannot list tenant-2.example: 403 Forbidden: not for you");
    }

    @Test
    void all_syncs_what_graph_lists() {
        assertThat(shell.runForReal("sync", "--all", "--tenant=tenant-1.example", "--tenant=tenant-3.example"))
                .isZero();

        assertThat(graph.synced().keySet())
                .hasSize(80)
                .extracting(Connector::tenant)
                .containsOnly("tenant-1.example", "tenant-3.example");
    }

    @Test
    void all_leaves_no_job_where_nothing_is_listed() {
        try (GraphSimulator.Running empty =
                GraphSimulator.create().connectors(0).start()) {
            shell.environment.put("FANSYNC_GRAPH_URL", empty.graph().toString());
            String[] sync = {"sync", "--all", "--tenant=tenant-1.example", "--job=nightly"};

            assertThat(shell.runForReal(sync)).isZero();
        }

        assertThat(new Jobs(shell.shell()).names()).isEmpty();
    }

    @Test
    void all_says_which_tenant_it_could_not_list_and_ends_with_3() {
        graph.script("tenant-2.example", REFUSAL);

        assertThat(shell.runForReal("sync", "--all", "--tenant=tenant-1.example,tenant-2.example"))
                .isEqualTo(3);

        assertThat(shell.err()).anyMatch(line -> line.startsWith("fansync: cannot list tenant-2.example: 403"));
        assertThat(graph.synced()).hasSize(40);
    }

    @Test
    void all_shows_its_plan_without_syncing() {
        assertThat(shell.runForReal("sync", "--all", "--tenant=tenant-1.example", "--dry-run"))
                .isZero();

        assertThat(shell.out()).contains("would sync 40 connectors of 1 tenant; 0 duplicates left out");
        assertThat(posts()).isZero();
    }

    @Test
    void a_tenant_may_have_an_application_of_its_own() throws IOException {
        shell.environment.remove("FANSYNC_TOKEN_FILE");
        file("one.txt", "secret-of-one\n");
        file("two.txt", "secret-of-two\n");
        Path tenants = file(
                "tenants.csv",
                "tenant,clientId,secretFile\ntenant-1.example,app-1,one.txt\ntenant-2.example,app-2,two.txt\n");

        assertThat(shell.runForReal("sync", "--all", "--tenants=" + tenants)).isZero();

        assertThat(graph.synced()).hasSize(80);
        assertThat(graph.tokenCalls())
                .extracting(call -> call.tenant() + " " + call.form().get("client_id") + " "
                        + call.form().get("client_secret"))
                .containsExactlyInAnyOrder(
                        "tenant-1.example app-1 secret-of-one", "tenant-2.example app-2 secret-of-two");
    }

    @Test
    void an_application_may_sign_in_by_a_certificate() throws Exception {
        shell.environment.remove("FANSYNC_TOKEN_FILE");
        file("app.pem", AppCertificate.pem());
        Path tenants = file("tenants.csv", "tenant,clientId,certificate\ntenant-1.example,app-1,app.pem\n");

        assertThat(shell.runForReal("list", "--tenants=" + tenants)).isZero();

        assertThat(shell.out()).hasSize(41);
        assertThat(graph.tokenCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.form())
                        .containsEntry("client_id", "app-1")
                        .containsKey("client_assertion"));
    }

    @Test
    void the_applications_serve_named_connectors_too() throws IOException {
        file("one.txt", "secret-of-one\n");
        Path tenants = file("tenants.csv", "tenant,clientId,secretFile\ntenant-1.example,app-1,one.txt\n");
        List<String> names = Stream.of(
                        graph.connectors().get(0), graph.connectors().get(40))
                .map(Connector::toString)
                .toList();

        assertThat(shell.runForReal("sync", "--tenants=" + tenants, names.get(0), names.get(1)))
                .isZero();

        assertThat(graph.synced()).hasSize(2);
        assertThat(graph.tokenCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.tenant()).isEqualTo("tenant-1.example"));
    }

    @Test
    void ends_with_4_where_no_tenant_can_be_signed_in_and_with_3_where_some_can() throws IOException {
        shell.environment.remove("FANSYNC_TOKEN_FILE");
        Path secret = file("secret.txt", "wrong");
        String[] signIn = {"list", "--client-id=app", "--client-secret-file=" + secret, "--tenant=tenant-1.example"};
        graph.scriptSignIn("tenant-1.example", NO_APP);

        assertThat(shell.runForReal(signIn)).isEqualTo(4);
        graph.scriptSignIn("tenant-1.example", NO_APP);
        assertThat(shell.runForReal(Stream.concat(Stream.of(signIn), Stream.of("--tenant=tenant-2.example"))
                        .toArray(String[]::new)))
                .isEqualTo(3);
        graph.scriptSignIn("tenant-1.example", NO_APP);
        signIn[0] = "sync";
        assertThat(shell.runForReal(
                        Stream.concat(Stream.of(signIn), Stream.of("--all")).toArray(String[]::new)))
                .isEqualTo(4);
    }
}
