package io.fansync.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {

    private static final String SECRET = "~the-secret~of-the-app~";

    private final FakeShell shell = new FakeShell();

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(2).connectors(3).start();

    @TempDir
    private Path directory;

    @BeforeEach
    void name_the_simulator() {
        shell.environment.put("XDG_CONFIG_HOME", directory.toString());
        shell.environment.put("FANSYNC_GRAPH_URL", graph.graph().toString());
        shell.environment.put("FANSYNC_CA_FILE", graph.certificate().toString());
        shell.environment.put("FANSYNC_TENANT", "tenant-1.example");
    }

    private Path secret() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret.txt"), SECRET);
        return Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    }

    private int doctor(String... arguments) {
        return shell.runForReal(
                Stream.concat(Stream.of("doctor"), Stream.of(arguments)).toArray(String[]::new));
    }

    @Test
    void ends_with_0_if_everything_works() throws IOException {
        assertThat(doctor("--login-url=" + graph.login(), "--client-id=app", "--client-secret-file=" + secret()))
                .isZero();

        assertThat(shell.out())
                .anyMatch(line -> line.startsWith("ok       Graph: " + graph.graph() + " answered "))
                .anyMatch(line -> line.startsWith("ok       sign-in: " + graph.login() + " answered "))
                .anyMatch(line -> line.matches("ok       tenant-1.example: token: aud .*, tid .*, roles .*, exp .*"))
                .contains("ok       tenant-1.example: 3 connectors: 3 connected");
        assertThat(shell.err()).isEmpty();
        assertThat(graph.synced()).isEmpty();
    }

    @Test
    void shows_no_secret_and_no_token() throws IOException {
        shell.environment.put("FANSYNC_TOKEN_COMMAND", "vault read " + SECRET);
        shell.environment.put("HTTPS_PROXY", "http://user:" + SECRET + "@proxy:1");
        shell.environment.put("NO_PROXY", "localhost,127.0.0.1");
        Path config = Files.createDirectories(directory.resolve("fansync")).resolve("config.properties");
        Files.writeString(config, "\nconcurrency=8\ntoken-file=" + SECRET + "\n");

        doctor("--login-url=" + graph.login(), "--client-id=app", "--client-secret-file=" + secret());

        assertThat(shell.out())
                .anyMatch(line -> line.matches("client-secret-file +" + directory + "/secret.txt +command line"))
                .anyMatch(line -> line.matches("concurrency +8 +config.properties:2"))
                .anyMatch(line -> line.matches("token-command +vault \\*\\*\\* +FANSYNC_TOKEN_COMMAND"))
                .anyMatch(line -> line.matches("token-file +\\*\\*\\* \\(no such file\\) +config.properties:3"))
                .anyMatch(line -> line.matches("HTTPS_PROXY +http://\\*\\*\\*@proxy:1 +environment"));
        String shown = String.join("\n", shell.out()) + shell.err();
        assertThat(shown).doesNotContain(SECRET);
        assertThat(graph.requests())
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.token().isEmpty() || !shown.contains(request.token()))
                        .isTrue());
    }

    @Test
    void ends_with_3_if_graph_cannot_be_reached() {
        shell.environment.put("TOKEN", "token");
        shell.environment.put("FANSYNC_GRAPH_URL", "http://localhost:1");

        assertThat(doctor("--token-env=TOKEN")).isEqualTo(3);

        assertThat(shell.out())
                .anyMatch(line -> line.startsWith("PROBLEM  Graph: http://localhost:1 cannot be reached: "));
    }

    @Test
    void ends_with_3_if_no_token_can_be_had() throws IOException {
        graph.scriptSignIn(
                "tenant-1.example", Answer.error(401, "invalid_client", "AADSTS7000215: Invalid client secret."));

        assertThat(doctor("--login-url=" + graph.login(), "--client-id=app", "--client-secret-file=" + secret()))
                .isEqualTo(3);

        assertThat(shell.out())
                .anyMatch(line -> line.matches("PROBLEM  tenant-1.example: no token: .*AADSTS7000215.*"));
    }

    @Test
    void ends_with_3_without_credentials() {
        assertThat(doctor()).isEqualTo(3);

        assertThat(shell.out()).last().asString().startsWith("PROBLEM  configuration: no credentials; give ");
    }

    @ParameterizedTest
    @CsvSource({"nonsense=1, no option is named", "profile=absent, no profile 'absent' in"})
    void ends_with_3_if_the_configuration_file_cannot_be_used(String line, String problem) throws IOException {
        Path config = Files.createDirectories(directory.resolve("fansync")).resolve("config.properties");
        Files.writeString(config, line);

        assertThat(doctor()).isEqualTo(3);

        assertThat(shell.out())
                .anyMatch(shown -> shown.startsWith("configuration") && shown.contains(config.toString()))
                .last()
                .asString()
                .startsWith("PROBLEM  configuration: ")
                .contains(problem);
        assertThat(graph.requests()).isEmpty();
    }

    @Test
    void ends_with_3_if_a_value_that_is_set_is_none() throws IOException {
        Path config = Files.createDirectories(directory.resolve("fansync")).resolve("config.properties");
        Files.writeString(config, "cloud=mars");

        assertThat(doctor()).isEqualTo(3);

        assertThat(shell.out())
                .anyMatch(line -> line.matches("configuration +" + config))
                .last()
                .asString()
                .startsWith("PROBLEM  configuration: Invalid value for option '--cloud': ")
                .contains("(from " + config + ":1)");
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void ends_with_2_if_a_value_that_is_typed_is_none() {
        assertThat(doctor("--cloud=mars")).isEqualTo(2);
    }

    @Test
    void shows_nothing_of_a_password_with_characters_that_a_url_may_not_hold() {
        shell.environment.put("HTTPS_PROXY", "http://user:first@second/third@proxy:1");

        doctor();

        assertThat(shell.out())
                .anyMatch(line -> line.matches("HTTPS_PROXY +http://\\*\\*\\*@proxy:1 +environment"))
                .noneMatch(line -> line.contains("second") || line.contains("third"));
    }

    @Test
    void leaves_out_an_end_of_a_token_that_cannot_be() {
        String claims = "{\"tid\":\"t\",\"exp\":" + Long.MAX_VALUE + "}";
        shell.environment.put(
                "TOKEN", "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes(UTF_8)) + ".c2ln");

        doctor("--token-env=TOKEN");

        assertThat(shell.out()).contains("ok       tenant-1.example: token: tid t");
    }

    @Test
    void says_what_graph_will_not_like_about_a_token() {
        String claims = "{\"aud\":\"https://vault.azure.net\",\"tid\":\"t\",\"exp\":1,\"scp\":\"User.Read\"}";
        shell.environment.put(
                "TOKEN", "e30." + Base64.getUrlEncoder().encodeToString(claims.getBytes(UTF_8)) + ".c2ln");

        assertThat(doctor("--token-env=TOKEN")).isEqualTo(3);

        assertThat(shell.out())
                .contains(
                        "ok       tenant-1.example: token: aud https://vault.azure.net, tid t, scp User.Read, exp"
                                + " 1970-01-01T00:00:01Z",
                        "PROBLEM  tenant-1.example: the token is for https://vault.azure.net (aud), not for Graph")
                .anyMatch(line -> line.startsWith("PROBLEM  tenant-1.example: the token expired "))
                .anyMatch(line -> line.startsWith("PROBLEM  tenant-1.example: the token holds neither"))
                .anyMatch(line -> line.startsWith("PROBLEM  tenant-1.example: tenant-1.example: 401"));
    }

    @Test
    void leaves_the_sign_in_out_where_no_tenant_is_named() {
        shell.environment.remove("FANSYNC_TENANT");
        shell.environment.put("TOKEN", "token");

        assertThat(doctor("--token-env=TOKEN")).isZero();

        assertThat(shell.out()).last().isEqualTo("note     credentials: not tried; give --tenant");
    }
}
