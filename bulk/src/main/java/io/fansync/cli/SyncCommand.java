package io.fansync.cli;

import io.fansync.ConnectorClient;
import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.Journal;
import io.fansync.cli.BulkRun.Output;
import io.fansync.cli.Settings.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.netty.http.client.HttpClient;

@Command(
        name = "sync",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Asks Microsoft Graph to sync Exchange connectors, as fast as each tenant's quota allows.")
class SyncCommand implements Callable<Integer> {

    private final Shell shell;
    private final Connect connect;

    @Mixin
    private Input input = new Input();

    @Mixin
    private ManyTenants tenants = new ManyTenants();

    @Option(names = "--type", paramLabel = "full|delta", description = "How much Exchange looks at; delta.")
    private Optional<SyncType> type = Optional.empty();

    @Mixin
    private JobName jobName = new JobName();

    @Mixin
    private SyncPolicy policy = new SyncPolicy();

    @Option(
            names = {"--dry-run", "--what-if"},
            description = "Print the plan and send nothing.")
    private boolean dryRun;

    @Option(
            names = "--explain",
            description =
                    "Print the request, and a line for curl and one for PowerShell that send the same; send nothing.")
    private boolean explain;

    @Mixin
    private OutputFiles outputs = new OutputFiles();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "table|jsonl|none",
            description = "On stdout: a summary table, the result rows, or nothing; table.")
    private Output output = Output.TABLE;

    @Mixin
    private Consent consent = new Consent();

    @Mixin
    private Target target = new Target();

    @Mixin
    private Credentials credentials = new Credentials();

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Mixin
    private Display display = new Display();

    SyncCommand(Shell shell, Connect connect) {
        this.shell = shell;
        this.connect = connect;
    }

    @Override
    public Integer call() {
        display.startLogging();
        policy.check();
        jobName.check();
        outputs.check();
        outputs.spare("--ids", input.file());
        outputs.spare("--tenants", tenants.file());
        OwnApps apps = new OwnApps(tenants.of(shell));
        tenants.requireUse(apps.any() || takesTenants());
        GraphCloud cloud = target.cloud(credentials.signIn(shell) || apps.any());
        UnaryOperator<HttpClient> way = target.way(shell.environment());
        Optional<TokenSource> tokens = rehearsal() && !input.all() && !credentials.given(shell)
                ? Optional.empty()
                : Optional.of(credentials.tokens(shell, apps, way, line -> display.note(shell, line)));
        Selection selection = selection(cloud, tokens, way);
        Ending ending = rehearsal()
                ? rehearse(selection.worklist(), cloud)
                : run(selection.worklist(), cloud, tokens.orElseThrow(), way);
        return Ending.gravest(Stream.of(ending, selection.ending())).exitCode();
    }

    /** True if {@code --tenants} is of use even where no tenant has an application of its own. */
    boolean takesTenants() {
        return input.all();
    }

    Input input() {
        return input;
    }

    Optional<SyncType> typeTyped() {
        return type.filter(any -> Settings.of(command).origin(command, "--type") == Origin.COMMAND_LINE);
    }

    SyncType type() {
        return type.orElse(SyncType.DELTA);
    }

    /** What to sync. */
    Selection selection(GraphCloud cloud, Optional<TokenSource> tokens, UnaryOperator<HttpClient> way) {
        return input.all()
                ? listed(cloud, tokens.orElseThrow(), way)
                : new Selection(input.read(shell, tenants.one(shell)));
    }

    /**
     * What the run is remembered under.
     *
     * @param goOn the command that goes on with a job of the name
     */
    Job job(Journal.Job about, Worklist worklist, UnaryOperator<String> goOn) {
        return jobName.start(new Jobs(shell), about, worklist, goOn);
    }

    /** True if nothing is to be synced. */
    private boolean rehearsal() {
        return dryRun || explain;
    }

    private Selection listed(GraphCloud cloud, TokenSource tokens, UnaryOperator<HttpClient> way) {
        try (ConnectorDirectory directory = connect.directory(cloud, tokens, way)) {
            return Selection.listed(directory, tenants.of(shell).keySet(), shell);
        }
    }

    private Ending rehearse(Worklist worklist, GraphCloud cloud) {
        List<String> lines = new ArrayList<>();
        if (dryRun) {
            lines.addAll(new Plan(worklist, policy.quota()).lines());
        }
        if (explain) {
            lines.addAll(dryRun ? List.of("") : List.of());
            lines.addAll(new Explanation(cloud, worklist, type(), policy.batch()).lines());
        }
        if (output == Output.TABLE) {
            lines.forEach(shell.out()::println);
        }
        display.note(shell, "nothing was sent to " + cloud.graph());
        return Ending.ACCEPTED;
    }

    private Ending run(Worklist worklist, GraphCloud cloud, TokenSource tokens, UnaryOperator<HttpClient> way) {
        consent.ask(worklist, shell);
        outputs.prepare();
        Map<String, String> environment = Environment.of(cloud.graph(), type(), policy.quota());
        try (ConnectorClient client = new WarningClient(connect.client(cloud, tokens, way));
                ConnectorDirectory directory = connect.directory(cloud, tokens, way)) {
            Journal.Job about = new Journal.Job(type(), client.cloud().map(GraphCloud::graph), false);
            Job job = job(about, worklist, name -> GoOn.command(name, command));
            try (BulkRun run =
                    new BulkRun(shell, display, output, outputs.places(), policy.quota(), policy.deadline(), job)) {
                BulkSync bulk = policy.applyTo(BulkSync.over(run.measured(client)), directory);
                return run.run(bulk, worklist, type(), environment, new Interruption().listen());
            }
        }
    }
}
