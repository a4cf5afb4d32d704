package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import io.fansync.Connector;
import io.fansync.cli.ConfigurationFile.Entry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Options from the environment and the configuration file. */
class SettingsTest {

    private final FakeShell shell = new FakeShell();

    @TempDir
    private Path directory;

    @BeforeEach
    void give_a_token() {
        shell.environment.put("XDG_CONFIG_HOME", directory.toString());
        shell.environment.put("TOKEN", "token");
    }

    private Path configure(String... lines) throws IOException {
        Path file = Files.createDirectories(directory.resolve("fansync")).resolve("config.properties");
        return Files.writeString(file, "token-env = TOKEN\n" + String.join("\n", lines));
    }

    private Stream<String> tenants() {
        return shell.sent.stream().map(Connector::tenant);
    }

    private void assertRefused(String error, String... arguments) {
        assertThat(shell.run(arguments)).isEqualTo(2);

        assertThat(shell.err()).containsExactly("fansync: " + error);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.sent).isEmpty();
    }

    @Test
    void a_flag_outweighs_the_environment_and_that_the_file() throws IOException {
        configure("tenant=file.com");
        shell.run("sync", "1");
        shell.environment.put("FANSYNC_TENANT", "environment.com");
        shell.run("sync", "1");
        shell.run("sync", "1", "--tenant=flag.com");

        assertThat(tenants()).containsExactly("file.com", "environment.com", "flag.com");
    }

    @Test
    void the_file_that_the_readme_shows_sets_what_it_says() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String shown = readme.substring(readme.indexOf("\nclient-id = "), readme.indexOf("```\n\n`--profile pilot`"));
        Path secret = Files.writeString(directory.resolve("secret.txt"), "a secret");
        Path file = configure();
        Files.writeString(file, shown.replace("/etc/fansync/secret.txt", secret.toString()));

        assertThat(shell.run("sync", "1", "--profile", "pilot")).isZero();

        assertThat(tenants()).containsExactly("contoso.com");
    }

    @Test
    void a_profile_outweighs_what_holds_for_all() throws IOException {
        configure("tenant=all.com", "profile.a.tenant=a.com", "profile.b.tenant=b.com", "profile = b");
        shell.run("sync", "1");
        shell.environment.put("FANSYNC_PROFILE", "a");
        shell.run("sync", "1");
        shell.run("sync", "1", "--profile", "b");

        assertThat(tenants()).containsExactly("b.com", "a.com", "b.com");
    }

    @Test
    void connectors_that_are_typed_or_piped_outweigh_a_file_that_is_set() throws IOException {
        configure("ids=" + Files.writeString(directory.resolve("ids.txt"), "set.com/1\n"));
        shell.stdin = "piped.com/1\n";

        shell.run("sync", "typed.com/1");
        shell.run("sync", "-");
        shell.run("sync");

        assertThat(tenants()).containsExactly("typed.com", "piped.com", "set.com");
    }

    @Test
    void the_environment_outweighs_a_profile() throws IOException {
        configure("profile.a.tenant=a.com");
        shell.environment.put("FANSYNC_TENANT", "environment.com");

        shell.run("sync", "1", "--profile=a");

        assertThat(tenants()).containsExactly("environment.com");
    }

    @Test
    void the_file_is_read_as_editors_on_windows_write_it() throws IOException {
        Path file = configure();
        Path ids = Files.writeString(directory.resolve("a=b \\é.txt"), "1\n", StandardCharsets.UTF_8);
        Files.writeString(
                file, "\uFEFF# ours\r\n\r\ntoken-env=TOKEN\r\ntenant=a.com\r\nids=" + ids + "\r\nprogress=\r\n");

        assertThat(shell.run("sync")).isZero();

        assertThat(shell.sent).containsExactly(new Connector("a.com", "1"));
    }

    @Test
    void ways_that_exclude_each_other_are_told_apart_by_their_weight() throws IOException {
        configure("cloud=us-gov", "token-file=absent.json");
        shell.environment.put("FANSYNC_TOKEN_ENV", "TOKEN");

        assertThat(shell.run("sync", "a.com/1", "--graph-url=http://localhost:1", "--dry-run"))
                .isZero();

        assertThat(shell.err()).contains("fansync: nothing was sent to http://localhost:1");
    }

    @Test
    void of_equal_weight_they_are_refused() throws IOException {
        configure("cloud=us-gov", "graph-url=http://localhost:1");

        assertRefused("--cloud and --graph-url exclude each other; give one", "sync", "a.com/1");
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                arguments("concurency=8", ":2: no option is named 'concurency'; did you mean concurrency?"),
                arguments("profile.a.graphurl=x", ":2: no option is named 'graphurl'; did you mean graph-url?"),
                arguments(
                        "color.of.the.sky=blue",
                        ":2: no option is named 'color.of.the.sky'; write option=value or profile.NAME.option=value,"
                                + " with names as in 'fansync sync --help'"),
                arguments("\ncloud us-gov", ":3: write option=value, as in cloud=us-gov"),
                arguments("token-env=X", ":2: 'token-env' stands on line 1 already; keep one"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bad")
    void a_line_that_cannot_be_used_is_named(String line, String error) throws IOException {
        Path file = configure(line);

        assertRefused(file + error, "sync", "a.com/1");
    }

    @Test
    void a_bad_value_names_the_file_and_the_line() throws IOException {
        Path file = configure("", "concurrency=many");

        assertRefused(
                "Invalid value for option '--concurrency': write a whole number up to 2147483647, not 'many' (from "
                        + file + ":3); see fansync sync --help",
                "sync",
                "a.com/1");
    }

    @Test
    void a_profile_that_is_not_there_is_refused() throws IOException {
        Path file = configure("profile.contoso.tenant=a.com", "profile.fabrikam.tenant=b.com");

        assertRefused(
                "no profile 'contso' in " + file + "; there is contoso, fabrikam", "sync", "1", "--profile=contso");
    }

    @Test
    void a_secret_in_the_file_is_refused() throws IOException {
        configure("client-secret=hunter2");

        assertRefused(
                "--client-secret: a secret is never an argument's value; put it in a file, for --client-secret-file",
                "sync",
                "a.com/1");
    }

    @Test
    void a_file_that_is_there_and_cannot_be_opened_is_refused() throws IOException {
        Path file = configure();
        Files.delete(file);
        Files.createSymbolicLink(file, file.getFileName());

        assertThat(shell.run("sync", "a.com/1", "--token-env=TOKEN")).isEqualTo(2);

        assertThat(shell.err())
                .singleElement()
                .asString()
                .startsWith("fansync: cannot read " + file + ": Too many levels of symbolic links");
        assertThat(shell.sent).isEmpty();
    }

    @Test
    void help_does_without_a_usable_file() throws IOException {
        configure("nonsense");

        assertThat(shell.run("sync", "--help")).isZero();

        assertThat(shell.out()).isNotEmpty();
    }

    @Test
    void a_variable_that_is_no_options_is_named_once() throws IOException {
        configure();
        shell.environment.put("FANSYNC_CONCURENCY", "8");
        shell.environment.put("FANSYNC_SERVICE_HOST", "10.0.0.1");
        shell.environment.put("FANSYNC_JAVA_OPTS", "-Xmx1g");

        assertThat(shell.run("sync", "a.com/1", "--progress=none")).isZero();

        assertThat(shell.err())
                .containsExactly(
                        "fansync: ignored, as no option that can be set has that name: FANSYNC_CONCURENCY (did you mean"
                                + " FANSYNC_CONCURRENCY?), FANSYNC_SERVICE_HOST");
    }

    @Test
    void and_not_if_only_errors_are_wanted() throws IOException {
        configure("quiet=true");
        shell.environment.put("FANSYNC_CONCURENCY", "8");

        assertThat(shell.run("sync", "a.com/1")).isZero();

        assertThat(shell.err()).isEmpty();
    }

    @Test
    void a_path_on_windows_is_taken_as_it_stands() throws IOException {
        try (FileSystem windows = Jimfs.newFileSystem(Configuration.windows())) {
            Path file = Directories.of(windows, "Windows 11", "C:\\Users\\ann", Map.of())
                    .configuration()
                    .resolve("config.properties");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "client-secret-file = C:\\new\\table.txt\r\n");

            assertThat(ConfigurationFile.read(file, Set.of("client-secret-file"))
                            .entry(Optional.empty(), "client-secret-file"))
                    .contains(new Entry("C:\\new\\table.txt", 1));
        }
    }
}
