package io.fansync.cli;

import io.fansync.ConnectorDirectory;
import io.fansync.GraphCloud;
import io.fansync.TokenSource;
import io.fansync.cli.TenantsFile.App;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows the versions, what is set and where, and whether that works: Graph and the sign-in reached, a token had for"
                    + " each tenant, its connectors listed. Nothing is synced, and no token and no secret shown.",
            "Ends with 0 if everything works, else with 3."
        })
final class DoctorCommand implements Callable<Integer> {

    private final Shell shell;
    private final Connect connect;
    private final List<Finding> findings = new ArrayList<>();

    @Mixin
    private ManyTenants tenants = new ManyTenants();

    @Mixin
    private Target target = new Target();

    @Mixin
    private Credentials credentials = new Credentials();

    @Mixin
    private Display display = new Display();

    @Spec
    private CommandSpec command = CommandSpec.create();

    DoctorCommand(Shell shell, Connect connect) {
        this.shell = shell;
        this.connect = connect;
    }

    @Override
    public Integer call() {
        display.startLogging();
        introduce();
        try {
            Settings.of(command).check(command, shell);
            examine();
        } catch (BadInput e) {
            addUnusable(String.valueOf(e.getMessage()));
        }
        return (findings.stream().anyMatch(Finding::isProblem) ? Ending.FAILED : Ending.ACCEPTED).exitCode();
    }

    /** Instead of {@link #call}, where a setting cannot even be read. */
    int refuse(String why) {
        introduce();
        addUnusable(why);
        return Ending.FAILED.exitCode();
    }

    private void introduce() {
        about().forEach(shell.out()::println);
        shell.out().println();
    }

    private void addUnusable(String why) {
        add(Finding.problem("configuration", why));
    }

    private List<String> about() {
        List<String> lines = new ArrayList<>(new TextTable()
                .row("fansync", Fansync.Version.number())
                .row("Java", Runtime.version() + ", " + System.getProperty("java.vendor"))
                .row("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .row("configuration", file())
                .row("state", shell.directories().state().toString())
                .lines());
        List<String> settings = new SettingsTable(shell, command).lines();
        if (!settings.isEmpty()) {
            lines.add("");
            lines.addAll(settings);
        }
        return lines;
    }

    private String file() {
        Settings settings = Settings.of(command);
        Path path = settings.file().path();
        String profile =
                settings.profile(command).map(name -> ", profile " + name).orElse("");
        return Files.exists(path) ? path + profile : path + " (not there)";
    }

    private void examine() {
        Map<String, Optional<App>> wanted = tenants.of(shell);
        OwnApps apps = new OwnApps(wanted);
        boolean signIn = credentials.signIn(shell) || apps.any();
        GraphCloud cloud = target.cloud(signIn);
        UnaryOperator<HttpClient> way = target.way(shell.environment());
        HttpClient http = way.apply(HttpClient.create());
        Examination examination = new Examination(cloud);
        add(examination.graph(http));
        if (signIn) {
            add(examination.login(http, wanted.keySet().stream().findFirst().orElse("common")));
        }
        TokenSource tokens = credentials.tokens(shell, apps, way, line -> add(Finding.note("credentials", line)));
        if (wanted.isEmpty()) {
            add(Finding.note("credentials", "not tried; give --tenant"));
        }
        try (ConnectorDirectory directory = connect.directory(cloud, tokens, way)) {
            wanted.keySet()
                    .forEach(tenant -> examination
                            .tenant(tenant, tokens, directory)
                            .publishOn(Schedulers.boundedElastic())
                            .doOnNext(this::add)
                            .blockLast());
        }
    }

    private void add(Mono<Finding> finding) {
        finding.blockOptional().ifPresent(this::add);
    }

    private void add(Finding finding) {
        findings.add(finding);
        shell.out().println(finding.line());
    }
}
