package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way in which {@code fansync.jar} can end. */
@EnabledIfSystemProperty(named = "fansync.version", matches = ".+", disabledReason = "nothing is packaged yet")
@Tag("process")
@Timeout(120)
class ExitCodesIT {

    private static final File ALWAYS_FULL = new File("/dev/full");
    private static final String TENANT = "tenant-1.example";
    private static final Answer NO_APP = Answer.error(401, "invalid_client", "AADSTS7000215: Invalid client secret.");

    /** Two writes of each tenant in its whole life. */
    @AutoClose
    private final GraphSimulator.Running graph = GraphSimulator.create()
            .tenants(2)
            .connectors(3)
            .disconnected(1)
            .quota(2, Duration.ofHours(1))
            .start();

    @TempDir
    private Path directory;

    static Stream<Arguments> endings() {
        return Stream.of(
                arguments(0, "accepted", "sync a --token-env TOKEN"),
                arguments(0, "told what it would do", "sync a --dry-run"),
                arguments(0, "told what there is", "--help"),
                arguments(1, "nowhere to write", "sync a --token-env TOKEN -o jsonl"),
                arguments(2, "no such option", "sync a --frobnicate"),
                arguments(2, "no credentials", "sync a"),
                arguments(3, "one of two is not known", "sync a nobody --token-env TOKEN"),
                arguments(3, "one of two tenants not signed in to", "sync a tenant-2.example/x --client-id app SECRET"),
                arguments(3, "a tenant that cannot be listed", "list --token-env TOKEN"),
                arguments(3, "something is wrong", "doctor"),
                arguments(4, "no tenant signed in to", "sync a --client-id app SECRET"),
                arguments(5, "the deadline", "sync a b c --token-env TOKEN --quota 2/1h --deadline 1s"),
                arguments(7, "not confirmed in time", "sync c --token-env TOKEN --confirm 1s"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("endings")
    void ends_with(int exitCode, String why, String arguments) throws Exception {
        if (arguments.contains("SECRET")) {
            graph.scriptSignIn(TENANT, NO_APP);
        }
        if (arguments.startsWith("list")) {
            graph.script(TENANT, Answer.error(403, "Forbidden", "not for you"));
        }
        ProcessBuilder fansync = fansync(arguments);
        fansync.redirectOutput(
                exitCode == 1 ? ALWAYS_FULL : directory.resolve("out").toFile());

        assertThat(fansync.start().waitFor()).as(() -> text("err")).isEqualTo(exitCode);
    }

    @ParameterizedTest(name = "{1} at {0}")
    @CsvSource({"INT, 130", "TERM, 143"})
    void ends_with_a_signal(String signal, int exitCode) throws Exception {
        Process fansync =
                fansync("sync a b c --token-env TOKEN --quota 2/1h -o jsonl").start();
        try (BufferedReader rows = fansync.inputReader()) {
            List<String> settled = new ArrayList<>(List.of(rows.readLine(), rows.readLine()));

            Program.run("kill", "-" + signal, Long.toString(fansync.pid()));
            rows.lines().forEach(settled::add);

            assertThat(fansync.waitFor()).as(() -> text("err")).isEqualTo(exitCode);
            assertThat(settled)
                    .hasSize(3)
                    .filteredOn(row -> row.contains("\"unsent\""))
                    .hasSize(1);
        }
    }

    /** A signal that is ignored by who starts a process would be ignored by the process, too. */
    private ProcessBuilder fansync(String arguments) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT,TERM"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", "target/fansync.jar"));
        Stream.of(arguments.replace("SECRET", "--client-secret-file=" + secret).split(" "))
                .map(this::named)
                .forEach(command::add);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectError(directory.resolve("err").toFile());
        builder.environment().put("TOKEN", SimulatorFiles.token(TENANT));
        builder.environment().put("XDG_CONFIG_HOME", directory.toString());
        builder.environment().put("XDG_STATE_HOME", directory.toString());
        builder.environment().put("FANSYNC_TENANT", TENANT);
        builder.environment().put("FANSYNC_GRAPH_URL", graph.graph().toString());
        builder.environment().put("FANSYNC_LOGIN_URL", graph.login().toString());
        builder.environment().put("FANSYNC_CA_FILE", graph.certificate().toString());
        return builder;
    }

    /** a, b and c are connectors that there are; c has no agent, and will not move. */
    private String named(String argument) {
        return argument.matches("[abc]")
                ? graph.connectors().get(argument.charAt(0) - 'a').id()
                : argument;
    }

    private String text(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            return "";
        }
    }
}
