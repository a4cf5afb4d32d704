package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.TokenRequest;
import io.fansync.bulk.FaultyProxy;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.Seen;
import io.fansync.simulator.TokenCall;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The whole command while the network breaks requests or the login server is down; what the servers saw is the judge. */
@Timeout(120)
class BadTimesTest {

    private static final int TENANTS = 20;
    private static final int CONNECTORS = 400;

    private final FakeShell shell = new FakeShell();
    private final Queue<String> failedSignIns = new ConcurrentLinkedQueue<>();

    @AutoClose
    private final GraphSimulator.Running graph = GraphSimulator.create()
            .tenants(20)
            .connectors(CONNECTORS / 20)
            .noQuota()
            .start();

    @TempDir
    private Path directory;

    /** Does not wait 100 s for an answer that never comes, as the command does. */
    private int syncImpatiently(String... options) {
        Connect impatient = (cloud, tokens, way) ->
                ConnectorClient.create(cloud, tokens, http -> way.apply(http).responseTimeout(Duration.ofSeconds(1)));
        return Fansync.commandLine(shell.shell(), impatient).execute(sync(options));
    }

    private String[] sync(String... options) {
        Path ids = directory.resolve("ids.csv");
        SimulatorFiles.writeIds(graph, ids);
        Stream<String> always = Stream.of(
                "sync", "--ids=" + ids, "--quota=none", "--batch=1", "--concurrency=32", "--results=" + results());
        return Stream.concat(always, Stream.of(options)).toArray(String[]::new);
    }

    private Path results() {
        return directory.resolve("results.jsonl");
    }

    private List<String> rows() throws IOException {
        return Files.readAllLines(results());
    }

    private List<String> rows(String outcome) throws IOException {
        return rows().stream().filter(outcome(outcome)).toList();
    }

    private static Predicate<String> outcome(String outcome) {
        return row -> row.contains("\"outcome\":\"" + outcome + "\"");
    }

    private String[] through(FaultyProxy network, String... more) {
        Path tokens = directory.resolve("tokens.json");
        SimulatorFiles.writeTokens(graph, tokens);
        return Stream.concat(Stream.of("--graph-url=" + network.url(), "--token-file=" + tokens), Stream.of(more))
                .toArray(String[]::new);
    }

    @Test
    void a_network_that_breaks_requests_loses_nobody_and_repeats_only_what_it_broke() throws IOException {
        try (FaultyProxy network = new FaultyProxy(graph.graph(), 10, 6)) {
            assertThat(syncImpatiently(through(network))).isZero();

            assertThat(rows("accepted")).hasSize(CONNECTORS);
            assertThat(graph.synced()).hasSize(CONNECTORS);
            assertThat(graph.requests().size() - CONNECTORS).isPositive().isLessThanOrEqualTo((int) network.made());
        }
    }

    @Test
    void through_such_a_network_at_most_once_is_at_most_once_and_what_is_not_known_is_said() throws IOException {
        try (FaultyProxy network = new FaultyProxy(graph.graph(), 10, 6)) {
            assertThat(syncImpatiently(through(network, "--at-most-once"))).isEqualTo(3);

            assertThat(graph.requests()).extracting(Seen::path).doesNotHaveDuplicates();
            assertThat(rows())
                    .hasSize(CONNECTORS)
                    .filteredOn(outcome("accepted").or(outcome("unknown")).negate())
                    .isEmpty();
            List<String> unknown = rows("unknown");
            assertThat(unknown).isNotEmpty();
            assertThat(graph.connectors())
                    .filteredOn(connector -> !graph.synced().containsKey(connector))
                    .isNotEmpty()
                    .allSatisfy(connector -> assertThat(unknown)
                            .anyMatch(row -> row.contains(connector.tenant()) && row.contains(connector.id())));
        }
    }

    private int syncSignedIn() throws IOException {
        return shell.runForReal(signingIn(graph.login()));
    }

    private String[] signingIn(URI login, String... more) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "secret");
        Stream<String> always = Stream.of(
                "--graph-url=" + graph.graph(),
                "--login-url=" + login,
                "--ca-file=" + graph.certificate(),
                "--client-id=app",
                "--client-secret-file=" + secret);
        return sync(Stream.concat(always, Stream.of(more)).toArray(String[]::new));
    }

    private void assertAllSyncedOnce() throws IOException {
        assertThat(rows("accepted")).hasSize(CONNECTORS);
        assertThat(graph.synced()).hasSize(CONNECTORS).values().containsOnly(1);
    }

    @Test
    void a_run_that_starts_while_the_login_server_is_down_waits_for_it() throws IOException {
        for (int tenant = 1; tenant <= TENANTS; tenant++) {
            graph.scriptSignIn("tenant-" + tenant + ".example", Answer.cutBefore(), Answer.status(503));
        }

        assertThat(syncSignedIn()).isZero();

        assertAllSyncedOnce();
        assertThat(graph.tokenCalls())
                .extracting(TokenCall::status)
                .containsOnly(0, 503, 200)
                .hasSize(3 * TENANTS);
    }

    @Test
    void a_login_server_that_goes_down_when_a_new_token_is_wanted_is_waited_for() throws IOException {
        Connector tenth = graph.connectors().get(9);
        graph.script(tenth, Answer.status(401).claims("{\"access_token\":{\"nbf\":{\"value\":\"1\"}}}"));
        graph.scriptSignIn("tenant-1.example", Answer.normal(), Answer.cutBefore(), Answer.status(503));

        assertThat(syncSignedIn()).isZero();

        assertAllSyncedOnce();
        assertThat(graph.tokenCalls())
                .filteredOn(call -> call.tenant().equals("tenant-1.example"))
                .extracting(TokenCall::status)
                .containsExactly(200, 0, 503, 200);
    }

    /** Where nobody listens, until the first sign-in has failed for that. */
    @Test
    void a_login_server_whose_port_is_closed_at_the_start_is_waited_for() throws IOException {
        try (Relay login = new Relay(graph.login().getPort())) {
            login.down();

            assertThat(syncThrough(login, request -> {})).isZero();

            assertThat(failedSignIns).isNotEmpty().allMatch(failure -> failure.contains("Connection refused"));
            assertAllSyncedOnce();
        }
    }

    @Test
    void a_login_server_whose_port_is_closed_when_a_new_token_is_wanted_is_waited_for() throws IOException {
        Answer challenge = Answer.status(401).claims("{\"access_token\":{\"nbf\":{\"value\":\"1\"}}}");
        graph.connectors().stream().skip(100).limit(3).forEach(connector -> graph.script(connector, challenge));
        try (Relay login = new Relay(graph.login().getPort())) {
            AtomicBoolean closed = new AtomicBoolean();
            assertThat(syncThrough(login, request -> {
                        if (!request.claims().isEmpty() && closed.compareAndSet(false, true)) {
                            login.down();
                        }
                    }))
                    .isZero();

            assertThat(failedSignIns).isNotEmpty();
            assertAllSyncedOnce();
        }
    }

    @Test
    void a_login_server_whose_port_stays_closed_ends_at_the_deadline_a_run_that_can_be_gone_on_with()
            throws IOException {
        try (Relay login = new Relay(graph.login().getPort())) {
            login.down();
            assertThat(shell.runForReal(signingIn(login.url(), "--job=nightly", "--deadline=1s")))
                    .isEqualTo(5);
            assertThat(rows("unsent")).hasSize(CONNECTORS);
            assertThat(graph.requests()).isEmpty();

            login.up();
            List<String> resume = new ArrayList<>(List.of(signingIn(login.url())));
            resume.removeIf(word -> word.startsWith("--ids"));
            resume.set(0, "resume");
            resume.add("nightly");
            assertThat(shell.runForReal(resume.toArray(String[]::new))).isZero();
            assertAllSyncedOnce();
        }
    }

    /** The port is open again once a sign-in has failed. */
    private int syncThrough(Relay login, Consumer<TokenRequest> beforeSignIn) throws IOException {
        Connect watched = (cloud, tokens, way) -> ConnectorClient.create(
                cloud,
                request -> Mono.defer(() -> {
                            beforeSignIn.accept(request);
                            return tokens.token(request).doOnError(failure -> {
                                failedSignIns.add(String.valueOf(failure.getMessage()));
                                login.up();
                            });
                        })
                        .subscribeOn(Schedulers.boundedElastic()),
                way);
        return Fansync.commandLine(shell.shell(), watched).execute(signingIn(login.url()));
    }
}
