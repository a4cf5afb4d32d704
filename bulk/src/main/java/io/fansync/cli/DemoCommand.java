package io.fansync.cli;

import io.fansync.ConnectorClient;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.Quota;
import io.fansync.cli.BulkRun.Output;
import io.fansync.simulator.Answer;
import io.fansync.simulator.GraphSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Syncs 1,000 connectors of 20 tenants with a simulated Graph that throttles and fails, and leaves one"
                        + " row for each in fansync-demo/results.jsonl and a page on all of them in"
                        + " fansync-demo/report.html. Nothing leaves this machine.")
final class DemoCommand implements Callable<Integer> {

    private static final Path DIRECTORY = Path.of("fansync-demo");

    /** Twice what Graph will grant. */
    private static final Quota BELIEF = Quota.of(30, Duration.ofSeconds(1));

    private final Shell shell;
    private final Connect connect;

    @Mixin
    private Display display = new Display();

    DemoCommand(Shell shell, Connect connect) {
        this.shell = shell;
        this.connect = connect;
    }

    @Override
    public Integer call() {
        display.startLogging();
        Path directory = directory();
        Places places = new Places(
                Optional.of(directory.resolve("results.jsonl")), Optional.of(directory.resolve("report.html")));
        GraphSimulator simulator = GraphSimulator.create()
                .tenants(20)
                .connectors(50)
                .quota(15, Duration.ofSeconds(1))
                .latency(Duration.ofMillis(50))
                .faults(3);
        TokenSource tokens = TokenSource.byTenant(tenant -> TokenSource.fixed(SimulatorFiles.token(tenant)));
        try (GraphSimulator.Running graph = simulator.start();
                BulkRun run = new BulkRun(shell, display, Output.TABLE, places, BELIEF, Optional.empty(), Job.NONE);
                ConnectorClient client =
                        run.measured(connect.client(graph.cloud(), tokens, UnaryOperator.identity()))) {
            display.note(
                    shell,
                    "a simulated Graph on " + graph.graph() + ": 20 tenants with 50 connectors each, 15 writes a"
                            + " second for each tenant, 3 % faults; one tenant has not consented, and three connectors are no more");
            Worklist worklist = new Worklist();
            graph.connectors().forEach(connector -> worklist.add(connector.tenant(), connector.id()));
            addTroubles(graph);
            Interruption interruption = new Interruption().listen();
            Map<String, String> environment = Environment.of(graph.graph(), SyncType.DELTA, BELIEF);
            Ending ending =
                    run.run(BulkSync.over(client).quota(BELIEF), worklist, SyncType.DELTA, environment, interruption);
            return (ending.compareTo(Ending.BROKEN) <= 0 ? ending : Ending.ACCEPTED).exitCode();
        }
    }

    /** A tenant that has not consented, and connectors that are no more. */
    private static void addTroubles(GraphSimulator.Running graph) {
        Answer denied = Answer.error(403, "Forbidden", "Application is not authorized to perform this operation.");
        Answer gone = Answer.error(404, "ResourceNotFound", "The connector does not exist.");
        graph.connectors().stream()
                .filter(connector -> connector.tenant().equals("tenant-13.example"))
                .forEach(connector -> graph.script(connector, denied));
        graph.connectors().stream()
                .filter(connector -> connector.tenant().equals("tenant-7.example"))
                .limit(3)
                .forEach(connector -> graph.script(connector, gone));
    }

    private static Path directory() {
        try {
            return Files.createDirectories(DIRECTORY);
        } catch (IOException e) {
            throw new BadInput("cannot create " + DIRECTORY + ": " + Prose.why(e));
        }
    }
}
