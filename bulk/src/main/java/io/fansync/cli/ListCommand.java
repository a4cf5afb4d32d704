package io.fansync.cli;

import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.TokenSource;
import io.fansync.cli.BulkRun.Output;
import io.fansync.cli.TenantsFile.App;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import reactor.core.publisher.Flux;
import reactor.netty.http.client.HttpClient;

@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Lists the connectors that Graph knows of in each tenant, with their type, their status and their last sync.",
            "What '-o jsonl' prints, 'sync --ids' reads."
        })
final class ListCommand implements Callable<Integer> {

    private final Shell shell;
    private final Connect connect;

    @Mixin
    private ManyTenants tenants = new ManyTenants();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|jsonl|none",
            description = "On stdout: a table, one JSON object on each line, or nothing; table.")
    private Output output = Output.TABLE;

    @Mixin
    private Target target = new Target();

    @Mixin
    private Credentials credentials = new Credentials();

    @Mixin
    private Display display = new Display();

    ListCommand(Shell shell, Connect connect) {
        this.shell = shell;
        this.connect = connect;
    }

    @Override
    public Integer call() {
        display.startLogging();
        Map<String, Optional<App>> wanted = tenants.of(shell);
        if (wanted.isEmpty()) {
            throw new BadInput("list needs --tenant or --tenants");
        }
        OwnApps apps = new OwnApps(wanted);
        GraphCloud cloud = target.cloud(credentials.signIn(shell) || apps.any());
        UnaryOperator<HttpClient> way = target.way(shell.environment());
        TokenSource tokens = credentials.tokens(shell, apps, way, line -> display.note(shell, line));
        try (ConnectorDirectory directory = connect.directory(cloud, tokens, way)) {
            return print(Listing.of(directory, wanted.keySet())).exitCode();
        }
    }

    private Ending print(Flux<Listing> listings) {
        TextTable table = ConnectorRow.head();
        List<Listing> settled = new ArrayList<>();
        listings.doOnNext(listing -> {
                    listing.complaint().ifPresent(shell::say);
                    listing.connectors().forEach(details -> print(details, table));
                    settled.add(listing.withoutConnectors());
                })
                .blockLast();
        if (output == Output.TABLE) {
            table.lines().forEach(shell.out()::println);
        }
        return Listing.ending(settled);
    }

    private void print(ConnectorDetails details, TextTable table) {
        ConnectorRow row = new ConnectorRow(details);
        if (output == Output.JSONL) {
            shell.out().println(row.json());
        } else {
            row.addTo(table);
        }
    }
}
