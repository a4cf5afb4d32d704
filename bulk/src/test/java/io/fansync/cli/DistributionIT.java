package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fansync.simulator.GraphSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** The packages as they would be published, unpacked and used. */
@EnabledIfSystemProperty(named = "fansync.version", matches = ".+", disabledReason = "nothing is packaged yet")
class DistributionIT {

    private static final String NAME = "fansync-" + System.getProperty("fansync.version");
    private static final Path TARGET = Path.of("target");
    private static final List<String> FILES = List.of(
            "LICENSE",
            "README.md",
            "bin/fansync",
            "bin/fansync.cmd",
            "bin/fansync.ps1",
            "lib/fansync.jar",
            "share/bash-completion/completions/fansync",
            "share/fish/vendor_completions.d/fansync.fish",
            "share/man/man1/fansync.1",
            "share/powershell/fansync-completion.ps1",
            "share/zsh/fansync.zsh");

    @TempDir
    private static Path directory;

    private static Path home;

    @BeforeAll
    static void unpack() throws IOException {
        Path into = Files.createDirectories(directory.resolve("a directory"));
        Program tar = Program.run("tar", "xzf", TARGET.resolve(NAME + ".tar.gz").toString(), "-C", into.toString());
        assertThat(tar).isEqualTo(new Program(0, ""));
        home = into.resolve(NAME);
    }

    private static Program fansync(String... arguments) {
        return fansync(Map.of(), arguments);
    }

    private static Program fansync(Map<String, String> environment, String... arguments) {
        Map<String, String> own = new HashMap<>(environment);
        own.putIfAbsent("XDG_CONFIG_HOME", directory.resolve("config").toString());
        own.putIfAbsent("XDG_STATE_HOME", directory.resolve("state").toString());
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/fansync").toString()));
        command.addAll(List.of(arguments));
        return Program.run(own, command);
    }

    private static Path share(String name) {
        return home.resolve("share").resolve(name);
    }

    @Test
    void the_tar_and_the_zip_hold_the_same_files() throws IOException {
        try (Stream<Path> files = Files.walk(home);
                ZipFile zip = new ZipFile(TARGET.resolve(NAME + ".zip").toFile())) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> home.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(FILES);
            assertThat(zip.stream().filter(entry -> !entry.isDirectory()).map(ZipEntry::getName))
                    .containsExactlyInAnyOrderElementsOf(
                            FILES.stream().map(file -> NAME + "/" + file).toList());
        }
    }

    @Test
    void fansync_jar_holds_what_it_is_known_to_hold() throws IOException {
        try (ZipFile jar = new ZipFile(TARGET.resolve("fansync.jar").toFile())) {
            assertThat(jar.stream()
                            .filter(entry -> !entry.isDirectory())
                            .map(entry -> place(entry.getName()))
                            .distinct()
                            .sorted())
                    .containsExactlyElementsOf(Files.readAllLines(Path.of("src/test/resources/fansync.jar.txt")));
        }
    }

    /** Two levels of a package; of what is in no package, the whole name. */
    private static String place(String entry) {
        return entry.matches("META-INF/(native/)?[^/]+")
                ? entry
                : entry.replaceFirst("/[^/]+$", "").replaceFirst("^([^/]+/[^/]+)/.*", "$1");
    }

    @Test
    void the_launcher_is_found_through_a_link_and_passes_on_what_it_was_given() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), home.resolve("bin/fansync"));

        assertThat(Program.run(link.toString(), "--version").printed())
                .isEqualTo("fansync " + System.getProperty("fansync.version") + "\n");
        assertThat(fansync("sync", "--tenant", "not a tenant", "1"))
                .isEqualTo(new Program(
                        2,
                        "fansync: --tenant: A tenant is a domain or an id (letters, digits, dots, hyphens), but was"
                                + " 'not a tenant'\n"));
    }

    @Test
    void the_launcher_says_where_it_looked_for_java() {
        assertThat(fansync(Map.of("JAVA_HOME", "/no/java"), "--help"))
                .isEqualTo(new Program(
                        1,
                        "fansync: cannot find /no/java/bin/java; install Java 17 or later, or let JAVA_HOME say where it"
                                + " is\n"));
    }

    @Test
    void java_can_be_given_options() {
        assertThat(fansync(Map.of("FANSYNC_JAVA_OPTS", "-Xmx32m -XshowSettings:vm"), "--version")
                        .printed())
                .contains("Max. Heap Size: 32.00M");
    }

    @Test
    void a_connector_is_synced() {
        try (GraphSimulator.Running graph = GraphSimulator.create().start()) {
            Map<String, String> environment = Map.of(
                    "FANSYNC_GRAPH_URL", graph.graph().toString(),
                    "FANSYNC_TOKEN_ENV", "TOKEN",
                    "TOKEN", SimulatorFiles.token("tenant-1.example"));

            Program sync = fansync(
                    environment, "sync", graph.connectors().get(0).toString(), "-o", "jsonl", "--progress=none");

            assertThat(sync.exitCode()).isZero();
            assertThat(sync.lines()).singleElement().asString().contains("\"outcome\":\"accepted\"");
            assertThat(graph.synced()).hasSize(1);
        }
    }

    /** They cannot run here. */
    @Test
    void the_scripts_for_windows_are_plain_ascii_and_the_one_for_cmd_ends_its_lines_as_cmd_wants_them()
            throws IOException {
        String cmd = Files.readString(home.resolve("bin/fansync.cmd"), StandardCharsets.US_ASCII);
        String powerShell = Files.readString(home.resolve("bin/fansync.ps1"), StandardCharsets.US_ASCII);

        assertThat(cmd.replace("\r\n", "")).doesNotContain("\n").doesNotContain("\r");
        assertThat(cmd)
                .contains("\"%java%\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC %FANSYNC_JAVA_OPTS% -jar"
                        + " \"%~dp0..\\lib\\fansync.jar\" %*\r\n");
        assertThat(powerShell)
                .contains("$options += '-jar', (Join-Path $PSScriptRoot '../lib/fansync.jar')\n")
                .endsWith("exit $LASTEXITCODE\n");
        assertThat(Files.readString(share("powershell/fansync-completion.ps1"), StandardCharsets.UTF_8))
                .contains("            'sync' = 'Asks Microsoft Graph to sync")
                .contains("        'sync --type' = 'full', 'delta'\n")
                .endsWith("}\n");
    }

    @Test
    void the_manual_page_is_set_without_a_warning() {
        assumeTrue(Program.isInstalled("man"), "man is not installed");
        Path page = share("man/man1/fansync.1");

        Program man = Program.run(
                Map.of("MANWIDTH", "80", "LC_ALL", "C.UTF-8", "MANROFFOPT", "-ww"),
                List.of("man", "-l", page.toString()));

        assertThat(man.exitCode()).isZero();
        assertThat(man.printed())
                .contains("       fansync - syncs Microsoft Intune Exchange connectors\n")
                .contains("   sync CONNECTOR...\n")
                .contains("--graph-url URL\n")
                .doesNotContain("warning");
    }

    @Test
    void bash_completes_commands_options_and_values() {
        assumeTrue(Program.isInstalled("bash"), "bash is not installed");
        String script = "source '" + share("bash-completion/completions/fansync") + "'\n"
                + "compopt() { :; }\n"
                + "try() { COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _complete_fansync;"
                + " echo \"${COMPREPLY[*]}\"; }\n"
                + "try fansync sy; try fansync sync --ty; try fansync sync --type d; try fansync completion f\n";

        assertThat(Program.run("bash", "-c", script).lines()).containsExactly("sync", "--type", "delta", "fish");
    }

    @Test
    void zsh_takes_the_script_of_bash() {
        assumeTrue(Program.isInstalled("zsh"), "zsh is not installed");
        String script = "autoload -Uz compinit && compinit -D -u && source '" + share("zsh/fansync.zsh")
                + "' && print -r -- $_comps[fansync]";

        assertThat(Program.run("zsh", "-fc", script).printed()).startsWith("_bash_complete -F _complete_fansync");
    }

    @Test
    void fish_completes_commands_options_and_values() {
        assumeTrue(Program.isInstalled("fish"), "fish is not installed");
        String script = "source '" + share("fish/vendor_completions.d/fansync.fish") + "'\n"
                + "for line in 'sy' 'sync --ty' 'sync --type ' 'completion f'\n"
                + "complete -C \"fansync $line\" | string split -f1 \\t\nend\n";

        assertThat(Program.run(Map.of("HOME", directory.toString()), List.of("fish", "--no-config", "-c", script))
                        .lines())
                .containsExactly("sync", "--type", "delta", "full", "fish");
    }
}
