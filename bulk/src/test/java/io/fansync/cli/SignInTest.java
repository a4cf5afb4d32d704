package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.ConnectorClient;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.TokenCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Every way to sign in that the command line has, over real HTTPS; what the login server saw is the judge. */
@Timeout(60)
class SignInTest {

    private FakeShell shell;

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(2).connectors(1).start();

    @TempDir
    private Path directory;

    @BeforeEach
    void a_home_of_its_own() {
        shell = newShell();
    }

    private FakeShell newShell() {
        FakeShell fresh = new FakeShell();
        fresh.environment.put("XDG_STATE_HOME", directory.resolve("state").toString());
        return fresh;
    }

    private int run(String command, String... more) {
        String[] arguments = {
            command, "--graph-url=" + graph.graph(), "--login-url=" + graph.login(), "--ca-file=" + graph.certificate()
        };
        return Fansync.commandLine(shell.shell(), ConnectorClient::create)
                .execute(Stream.of(arguments, more).flatMap(Stream::of).toArray(String[]::new));
    }

    private int sync(String... more) {
        String[] connectors = graph.connectors().stream().map(Object::toString).toArray(String[]::new);
        return run("sync", Stream.of(connectors, more).flatMap(Stream::of).toArray(String[]::new));
    }

    private Path file(String name, String content) throws IOException {
        Path file = Files.writeString(directory.resolve(name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private void assertSignedInBy(String field, String value) {
        assertThat(graph.tokenCalls())
                .hasSize(2)
                .extracting(TokenCall::form)
                .allSatisfy(form -> assertThat(form)
                        .containsEntry("grant_type", "client_credentials")
                        .containsEntry("client_id", "my-app")
                        .containsEntry(field, value));
        assertThat(graph.synced()).hasSize(2);
    }

    @Nested
    class An_application {

        @Test
        void by_its_secret() throws IOException {
            assertThat(sync("--client-id=my-app", "--client-secret-file=" + file("secret", "my-secret\n")))
                    .isZero();

            assertSignedInBy("client_secret", "my-secret");
            assertThat(shell.err()).noneMatch(line -> line.contains("read by others"));
        }

        @Test
        void by_its_certificate() throws Exception {
            Path password = file("password", AppCertificate.PASSWORD);

            assertThat(sync(
                            "--client-id=my-app",
                            "--certificate=" + AppCertificate.PFX,
                            "--certificate-password-file=" + password))
                    .isZero();

            assertSignedInBy("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
        }

        @Test
        void by_its_certificate_with_the_password_in_the_environment() throws Exception {
            shell.environment.put("AZURE_CLIENT_CERTIFICATE_PASSWORD", AppCertificate.PASSWORD);

            assertThat(sync("--client-id=my-app", "--certificate=" + AppCertificate.PFX))
                    .isZero();

            assertThat(graph.tokenCalls()).hasSize(2);
        }

        @Test
        void by_nothing_if_the_certificate_is_locked() throws Exception {
            assertThat(sync("--client-id=my-app", "--certificate=" + AppCertificate.PFX))
                    .isEqualTo(2);

            assertThat(shell.err())
                    .containsExactly("fansync: --certificate " + AppCertificate.PFX + " needs its password");
            assertThat(graph.tokenCalls()).isEmpty();
        }

        @Test
        void by_a_federated_token() throws IOException {
            Path token = file("token", "assertion-of-the-cluster");

            assertThat(sync("--client-id=my-app", "--federated-token-file=" + token))
                    .isZero();

            assertSignedInBy("client_assertion", "assertion-of-the-cluster");
        }

        @Test
        void by_what_the_environment_of_a_kubernetes_workload_says() throws IOException {
            shell.environment.put("AZURE_CLIENT_ID", "my-app");
            shell.environment.put(
                    "AZURE_FEDERATED_TOKEN_FILE", file("token", "assertion").toString());

            assertThat(sync()).isZero();

            assertSignedInBy("client_assertion", "assertion");
        }

        @Test
        void by_the_option_and_not_by_the_environment_of_azure() throws IOException {
            shell.environment.putAll(Map.of("AZURE_CLIENT_ID", "other", "AZURE_FEDERATED_TOKEN_FILE", "absent"));

            assertThat(sync("--client-id=my-app", "--client-secret-file=" + file("secret", "my-secret")))
                    .isZero();

            assertSignedInBy("client_secret", "my-secret");
        }

        @Test
        @DisabledOnOs(OS.WINDOWS)
        void with_a_warning_where_others_can_read_the_secret() throws IOException {
            Path secret = file("secret", "my-secret");
            Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r-----"));

            assertThat(sync("--client-id=my-app", "--client-secret-file=" + secret))
                    .isZero();

            assertThat(shell.err())
                    .first()
                    .isEqualTo("fansync: " + secret + " can be read by others; chmod 600 keeps it yours");
        }
    }

    @Nested
    class A_user {

        @Test
        void logs_in_once_and_syncs_from_then_on() {
            assertThat(run("login", "--client-id=my-cli", "--tenant=tenant-1.example", "--tenant=tenant-2.example"))
                    .isZero();

            assertThat(shell.err()).hasSize(4).satisfies(lines -> {
                assertThat(lines.get(0)).startsWith("fansync: To sign in, open the page https://127.0.0.1:");
                assertThat(lines.get(0)).endsWith("/tenant-1.example/oauth2/deviceauth and enter the code SIM1.");
                assertThat(lines.get(1)).isEqualTo("fansync: signed in to tenant-1.example");
                assertThat(lines.get(3)).isEqualTo("fansync: signed in to tenant-2.example");
            });
            assertThat(shell.out()).isEmpty();
            assertThat(sync("--client-id=my-cli")).isZero();
            assertThat(graph.synced()).hasSize(2);
            assertThat(graph.tokenCalls())
                    .extracting(TokenCall::grantType)
                    .containsExactly("device_code", "device_code");
        }

        @Test
        void is_not_asked_again() {
            run("login", "--client-id=my-cli", "--tenant=tenant-1.example");
            shell = newShell();

            assertThat(run("login", "--client-id=my-cli", "--tenant=tenant-1.example"))
                    .isZero();

            assertThat(shell.err()).containsExactly("fansync: signed in to tenant-1.example");
            assertThat(graph.tokenCalls()).hasSize(1);
        }

        @Test
        void who_never_logged_in_is_told_how() {
            assertThat(sync("--client-id=my-cli")).isEqualTo(2);

            assertThat(shell.err())
                    .containsExactly("fansync: nobody is signed in as my-cli; run 'fansync login --client-id my-cli"
                            + " --tenant TENANT' first");
        }

        @Test
        void syncs_only_where_logged_in() {
            run("login", "--client-id=my-cli", "--tenant=tenant-1.example");

            assertThat(sync("--client-id=my-cli")).isEqualTo(3);

            assertThat(graph.synced()).containsOnlyKeys(graph.connectors().get(0));
            assertThat(shell.out()).anyMatch(line -> line.contains("Sign in first."));
        }

        @Test
        void who_declines_is_not_logged_in() {
            Answer declined = Answer.error(400, "authorization_declined", "AADSTS65004: Declined.");
            graph.scriptSignIn("tenant-1.example", declined, declined);

            assertThat(run("login", "--client-id=my-cli", "--tenant=tenant-1.example"))
                    .isEqualTo(4);
            assertThat(shell.err()).last().asString().contains("AADSTS65004").contains("Sign in again");

            assertThat(run("login", "--client-id=my-cli", "--tenant=tenant-1.example", "--tenant=tenant-2.example"))
                    .isEqualTo(3);
        }

        @Test
        void takes_the_tenant_and_the_app_from_the_environment_of_azure() {
            shell.environment.putAll(Map.of("AZURE_CLIENT_ID", "my-cli", "AZURE_TENANT_ID", "tenant-2.example"));

            assertThat(run("login")).isZero();

            assertThat(graph.tokenCalls()).singleElement().satisfies(call -> {
                assertThat(call.tenant()).isEqualTo("tenant-2.example");
                assertThat(call.form()).containsEntry("client_id", "my-cli");
            });
        }

        @Test
        void logs_out_everywhere_and_leaves_nothing_behind() throws IOException {
            assertThat(run("login", "--client-id=my-cli", "--tenant=tenant-1.example", "--tenant=tenant-2.example"))
                    .as(() -> String.join("\n", shell.err()))
                    .isZero();
            Files.writeString(state().resolve("sign-in_x_y_z.json.tmp"), "what a killed process left");
            shell = newShell();

            assertThat(Fansync.commandLine(shell.shell(), ConnectorClient::create)
                            .execute("logout"))
                    .isZero();

            assertThat(shell.err())
                    .contains("fansync: signed out of tenant-1.example (my-cli)")
                    .last()
                    .isEqualTo("fansync: 3 sign-ins deleted, 0 left");
            assertThat(kept()).containsExactly("sign-in.lock");
            assertThat(sync("--client-id=my-cli")).isEqualTo(2);
        }

        @Test
        void logs_out_of_what_is_named() throws IOException {
            run("login", "--client-id=my-cli", "--tenant=tenant-1.example", "--tenant=tenant-2.example");
            run("login", "--client-id=other", "--tenant=tenant-1.example");

            assertThat(run("logout", "--client-id=my-cli", "--tenant=tenant-1.example"))
                    .isZero();

            assertThat(kept())
                    .hasSize(3)
                    .anyMatch(name -> name.endsWith("tenant-2.example_my-cli.json"))
                    .anyMatch(name -> name.endsWith("tenant-1.example_other.json"));
        }

        @Test
        void logs_out_of_another_cloud_without_losing_this_one() throws IOException {
            run("login", "--client-id=my-cli", "--tenant=tenant-1.example");

            assertThat(shell.run("logout", "--cloud=china")).isZero();

            assertThat(kept()).hasSize(2);
        }

        @Test
        void who_was_not_logged_in_can_log_out() {
            assertThat(shell.run("logout")).isZero();

            assertThat(shell.err()).containsExactly("fansync: 0 sign-ins deleted, 0 left");
        }

        private Path state() {
            return directory.resolve("state").resolve("fansync");
        }

        private List<String> kept() throws IOException {
            try (Stream<Path> files = Files.list(state())) {
                return files.map(file -> file.getFileName().toString()).toList();
            }
        }
    }
}
