package io.fansync.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.Seen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The command as a process of its own, once for each way to come to a token. Whatever it shows and leaves behind, its arguments, both
 * its streams, journal, results and report, is searched for the secrets that it was given and the tokens that Graph saw.
 */
@Timeout(120)
@DisabledOnOs(OS.WINDOWS)
class SecrecyTest {

    private static final String SECRET = "Q~the+very/secret=of-this:app";
    private static final String TENANT = "tenant-1.example";
    private static final String TOKEN = "sim." + TENANT + ".the-token-itself";

    /** Slow enough for its arguments to be seen while it waits. */
    @AutoClose
    private final GraphSimulator.Running graph = GraphSimulator.create()
            .connectors(3)
            .latency(Duration.ofMillis(500))
            .start();

    @TempDir
    private Path directory;

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> shown = new LinkedHashMap<>();

    @Test
    void a_token_in_the_environment() throws Exception {
        environment.put("MY_TOKEN", TOKEN);
        sync("--token-env=MY_TOKEN");
        assertNothingShows(TOKEN);
    }

    @Test
    void a_token_in_a_file() throws Exception {
        sync("--token-file=" + secret("token", "{\"" + TENANT + "\":\"" + TOKEN + "\"}"));
        assertNothingShows(TOKEN);
    }

    @Test
    void a_token_from_a_command() throws Exception {
        sync("--token-command=cat " + secret("token", TOKEN));
        assertNothingShows(TOKEN);
    }

    @Test
    void a_client_secret() throws Exception {
        String[] credentials = {"--client-id=my-app", "--client-secret-file=" + secret("secret", SECRET)};
        sync(credentials);
        assertThat(graph.tokenCalls().get(0).form()).containsEntry("client_secret", SECRET);

        assertThat(run("doctor", credentials)).isZero();
        assertThat(shown.get("doctor stdout")).contains(TENANT + ": token: ");
        assertNothingShows(SECRET);
    }

    @Test
    void a_client_secret_that_a_refusal_repeats() throws Exception {
        graph.scriptSignIn(TENANT, Answer.error(401, "invalid_client", "AADSTS7000215: You sent " + SECRET + "."));

        int exitCode = run("sync", "--client-id=my-app", "--client-secret-file=" + secret("secret", SECRET));

        assertThat(exitCode).isEqualTo(4);
        assertThat(shown.get("results.jsonl")).contains("AADSTS7000215", "You sent ***");
        assertNothingShows(SECRET);
    }

    @Test
    void a_certificate() throws Exception {
        Path password = secret("password", AppCertificate.PASSWORD);
        sync("--client-id=my-app", "--certificate=" + AppCertificate.PFX, "--certificate-password-file=" + password);
        assertNothingShows(AppCertificate.PASSWORD);
    }

    @Test
    void a_federated_token() throws Exception {
        environment.put("AZURE_CLIENT_ID", "my-app");
        environment.put(
                "AZURE_FEDERATED_TOKEN_FILE", secret("assertion", SECRET).toString());
        sync();
        assertThat(graph.tokenCalls().get(0).form()).containsEntry("client_assertion", SECRET);
        assertNothingShows(SECRET);
    }

    @Test
    void a_managed_identity() throws Exception {
        HttpServer host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String granted = "{\"access_token\":\"" + TOKEN + "\",\"expires_on\":\"4102444800\",\"token_type\":\"Bearer\"}";
        host.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, granted.length());
            exchange.getResponseBody().write(granted.getBytes(UTF_8));
            exchange.close();
        });
        host.start();
        try {
            environment.put(
                    "IDENTITY_ENDPOINT", "http://127.0.0.1:" + host.getAddress().getPort() + "/msi/token");
            environment.put("IDENTITY_HEADER", SECRET);
            sync("--managed-identity");
        } finally {
            host.stop(0);
        }
        assertNothingShows(TOKEN, SECRET);
    }

    @Test
    void a_user_who_logged_in() throws Exception {
        assertThat(run("login", "--client-id=my-cli")).isZero();
        sync("--client-id=my-cli");

        assertThat(graph.tokenCalls())
                .singleElement()
                .satisfies(call -> assertThat(call.grantType()).isEqualTo("device_code"));
        assertThat(shown.get("login permissions of state/fansync")).isEqualTo("rwx------");
        assertThat(shown).anySatisfy((what, permissions) -> {
            assertThat(what).startsWith("login permissions of state/fansync/sign-in_");
            assertThat(permissions).isEqualTo("rw-------");
        });
        assertNothingShows(graph.tokenCalls().get(0).form().getOrDefault("device_code", "none"));
    }

    /** One accepted, one refused by a Graph that repeats the token, one that fails at first. */
    private void sync(String... credentials) throws Exception {
        graph.script(graph.connectors().get(0), Answer.error(403, "Forbidden", "You sent Bearer " + TOKEN + "."));
        graph.script(graph.connectors().get(1), Answer.status(500));

        assertThat(run("sync", credentials)).isEqualTo(3);

        assertThat(graph.synced()).hasSize(2);
        assertThat(shown.get("report.html")).contains("<html");
        assertThat(shown.keySet()).as("the journal").anyMatch(what -> what.startsWith("sync state/fansync/jobs/"));
        assertThat(shown.get("results.jsonl")).contains("\"failed\"").contains("\"accepted\"");
    }

    private int run(String name, String... more) throws Exception {
        Path out = directory.resolve(name + ".out");
        Path err = directory.resolve(name + ".err");
        ProcessBuilder builder = new ProcessBuilder(command(name, more))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("XDG_STATE_HOME", directory.resolve("state").toString());
        builder.environment()
                .put("XDG_CONFIG_HOME", directory.resolve("configuration").toString());
        int seen = requests();
        Process process = builder.start();
        Flux.firstWithSignal(
                        Mono.fromFuture(process::onExit),
                        Flux.interval(Duration.ofMillis(20)).filter(tick -> requests() > seen))
                .blockFirst();
        show(name + " arguments", arguments());
        int exitCode = process.waitFor();
        show(name + " stdout", Files.readString(out));
        show(name + " stderr", Files.readString(err));
        collect(name);
        return exitCode;
    }

    private int requests() {
        return graph.tokenCalls().size() + graph.requests().size();
    }

    private List<String> command(String name, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Fansync.class.getName(),
                name,
                "--graph-url=" + graph.graph(),
                "--login-url=" + graph.login(),
                "--ca-file=" + graph.certificate(),
                "--tenant=" + TENANT,
                "-vv"));
        if (name.equals("sync")) {
            Path ids = directory.resolve("ids.csv");
            SimulatorFiles.writeIds(graph, ids);
            command.addAll(List.of("--ids=" + ids, "--results=" + results(), "--report=" + report(), "--batch=1"));
        }
        command.addAll(List.of(more));
        return command;
    }

    private Path results() {
        return directory.resolve("results.jsonl");
    }

    private Path report() {
        return directory.resolve("report.html");
    }

    /** Of the process and those that it started, as every user of the machine can see them. */
    private String arguments() throws Exception {
        Process ps = new ProcessBuilder("ps", "axww", "-o", "args").start();
        String lines = new String(ps.getInputStream().readAllBytes(), UTF_8)
                .lines()
                .filter(line -> line.contains(directory.toString()) || line.contains(graph.graph() + ""))
                .collect(Collectors.joining("\n"));
        assertThat(lines).contains(Fansync.class.getName());
        return lines;
    }

    private void show(String what, String text) {
        shown.put(what, text);
    }

    private Path secret(String name, String content) throws IOException {
        Path file = Files.writeString(directory.resolve("secret-" + name), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** What is left on the disk; where a user's sign-in is kept, its permissions in place of its content. */
    private void collect(String name) throws IOException {
        for (Path file : List.of(results(), report())) {
            if (Files.exists(file)) {
                show(file.getFileName().toString(), Files.readString(file));
            }
        }
        Path state = directory.resolve("state");
        if (Files.notExists(state)) {
            return;
        }
        try (Stream<Path> files = Files.walk(state)) {
            for (Path file : files.toList()) {
                String what = directory.relativize(file).toString();
                show(
                        name + " permissions of " + what,
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                if (Files.isRegularFile(file) && !what.matches(".*/sign-in_[^/]*\\.json")) {
                    show(name + " " + what, new String(Files.readAllBytes(file), ISO_8859_1));
                }
            }
        }
    }

    /** Nor any token that Graph was sent. */
    private void assertNothingShows(String... secrets) {
        Set<String> hidden = new TreeSet<>(List.of(secrets));
        Stream.of(secrets).map(secret -> URLEncoder.encode(secret, UTF_8)).forEach(hidden::add);
        graph.requests().stream()
                .map(Seen::token)
                .filter(token -> !token.isEmpty())
                .forEach(hidden::add);
        graph.tokenCalls().stream()
                .map(call -> call.form().getOrDefault("client_assertion", TOKEN))
                .forEach(hidden::add);

        assertThat(hidden)
                .allSatisfy(secret -> assertThat(shown)
                        .allSatisfy((what, text) -> assertThat(text).as(what).doesNotContain(secret)));
        assertThat(shown.get("sync stderr")).as("what is said at -vv").containsAnyOf("DEBUG", "INFO");
    }
}
