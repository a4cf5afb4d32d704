package io.fansync.cli;

import io.fansync.bulk.Quota;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.GraphSimulator.RetryAfterForm;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.ChannelBindException;

@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs a Graph and a login server on loopback, until Ctrl-C, SIGTERM, or the end of stdin where that is a pipe.",
            "Prints Graph's URL, the login URL and the path of the login server's certificate, in PEM, on three lines.",
            "Any token sim.TENANT.anything will do, beside those that the login server issues."
        },
        footer = {"", "Nothing of this can be given in the environment or in the configuration file."})
final class SimulateCommand implements Callable<Integer> {

    private final Shell shell;

    @Option(names = "--port", paramLabel = "PORT", description = "Of Graph; a free one.")
    private int port;

    @Option(names = "--login-port", paramLabel = "PORT", description = "Of the login server; a free one.")
    private int loginPort;

    @Option(
            names = "--tenants",
            paramLabel = "N",
            description = "tenant-1.example, tenant-2.example and so on; ${DEFAULT-VALUE}.")
    private int tenants = 1;

    @Option(names = "--connectors", paramLabel = "N", description = "Of each tenant; ${DEFAULT-VALUE}.")
    private int connectors = 10;

    @Option(
            names = "--quota",
            paramLabel = "N/DURATION|none",
            description = "Writes that each tenant may have; 100/20s.")
    private Quota quota = Quota.of(100, Duration.ofSeconds(20));

    @Option(names = "--latency", paramLabel = "DURATION", description = "Of each answer; none.")
    private Duration latency = Duration.ZERO;

    @Option(
            names = "--faults",
            paramLabel = "PERCENT",
            description = "Requests answered 500, 503, 504 or not at all, before or after doing the work; 0.")
    private int faults;

    @Option(
            names = "--retry-after",
            paramLabel = "seconds|decimal|date|absent",
            description = "How a 429 says when to come back; seconds.")
    private RetryAfterForm retryAfter = RetryAfterForm.SECONDS;

    @Option(names = "--seed", paramLabel = "N", description = "What decides the faults; 0.")
    private long seed;

    @Option(names = "--write-ids", paramLabel = "FILE", description = "Write all connectors as CSV, for 'sync --ids'.")
    private Optional<Path> ids = Optional.empty();

    @Option(
            names = "--write-tokens",
            paramLabel = "FILE",
            description = "Write a token for each tenant as JSON, for 'sync --token-file'.")
    private Optional<Path> tokens = Optional.empty();

    @Mixin
    private Display display = new Display();

    SimulateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        display.startLogging();
        Interruption interruption = new Interruption().listen();
        try (GraphSimulator.Running graph = start()) {
            ids.ifPresent(path -> SimulatorFiles.writeIds(graph, path));
            tokens.ifPresent(path -> SimulatorFiles.writeTokens(graph, path));
            shell.out().println(graph.graph());
            shell.out().println(graph.login());
            shell.out().println(graph.certificate());
            shell.out().flush();
            return Mono.firstWithSignal(interruption.signal(), endOfInput())
                    .blockOptional()
                    .orElse(Ending.ACCEPTED)
                    .exitCode();
        }
    }

    private GraphSimulator.Running start() {
        try {
            GraphSimulator simulator = GraphSimulator.create()
                    .port(port)
                    .loginPort(loginPort)
                    .tenants(tenants)
                    .connectors(connectors)
                    .latency(latency)
                    .faults(faults)
                    .retryAfter(retryAfter)
                    .seed(seed)
                    .keepRequests(false);
            boolean unlimited = quota.requests() == Integer.MAX_VALUE;
            return (unlimited ? simulator.noQuota() : simulator.quota(quota.requests(), quota.window())).start();
        } catch (IllegalArgumentException e) {
            throw new BadInput("--" + e.getMessage());
        } catch (ChannelBindException e) {
            throw new BadInput("cannot listen on port " + e.localPort() + ": " + e.getMessage());
        }
    }

    /** Whoever started this through a pipe and is gone needs it no more. Elsewhere the end of stdin tells nothing. */
    private Mono<Ending> endOfInput() {
        return shell.pipedIn()
                ? Mono.fromCallable(this::readToEnd).subscribeOn(Schedulers.boundedElastic())
                : Mono.never();
    }

    private Ending readToEnd() throws IOException {
        shell.in().transferTo(OutputStream.nullOutputStream());
        return Ending.ACCEPTED;
    }
}
