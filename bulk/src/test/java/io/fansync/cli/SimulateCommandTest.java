package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path directory;

    @Test
    void prints_where_it_is_and_ends_with_a_piped_stdin() {
        assertThat(shell.run("simulate")).isZero();

        assertThat(shell.out()).hasSize(3);
        assertThat(shell.out().get(0)).matches("http://127\\.0\\.0\\.1:\\d+");
        assertThat(shell.out().get(1)).matches("https://127\\.0\\.0\\.1:\\d+");
        assertThat(shell.out().get(2)).endsWith(".pem");
    }

    @Test
    void writes_what_a_sync_against_it_needs() throws IOException {
        Path ids = directory.resolve("ids.csv");
        Path tokens = directory.resolve("tokens.json");

        shell.run("simulate", "--tenants=2", "--connectors=1", "--write-ids=" + ids, "--write-tokens=" + tokens);

        assertThat(ids)
                .hasContent("tenant,id\ntenant-1.example,00000001-0000-4000-8000-000000000001\n"
                        + "tenant-2.example,00000002-0000-4000-8000-000000000001\n");
        assertThat(tokens)
                .hasContent("{\"tenant-1.example\":\"sim.tenant-1.example.fansync\","
                        + "\"tenant-2.example\":\"sim.tenant-2.example.fansync\"}");
        assertThat(SecretFile.isOpenToOthers(tokens)).isFalse();
    }

    @Test
    void is_not_set_by_what_a_sync_is_set_by() {
        shell.environment.put("FANSYNC_TENANTS", "tenants.csv");
        shell.environment.put("FANSYNC_QUOTA", "nonsense");

        assertThat(shell.run("simulate")).isZero();
    }

    @Test
    void refuses_what_cannot_be_simulated() {
        assertThat(shell.run("simulate", "--faults=101")).isEqualTo(2);

        assertThat(shell.err()).containsExactly("fansync: --faults must be at most 100 percent, but was 101");
    }
}
