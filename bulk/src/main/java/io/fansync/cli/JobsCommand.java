package io.fansync.cli;

import static io.fansync.cli.TextTable.right;

import io.fansync.bulk.FileJournal.Overview;
import io.fansync.bulk.SyncTally;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        description = "Lists the jobs: when each was started, what became of its connectors, and what is left.")
final class JobsCommand implements Callable<Integer> {

    private final Shell shell;
    private final Jobs jobs;

    @Option(
            names = "--clean",
            paramLabel = "DURATION",
            arity = "0..1",
            fallbackValue = "2160h",
            description = "Remove those that nothing was written to for so long; 90 days.")
    private Optional<Duration> clean = Optional.empty();

    JobsCommand(Shell shell) {
        this.shell = shell;
        this.jobs = new Jobs(shell);
    }

    @Override
    public Integer call() {
        List<String> names = jobs.names();
        clean.ifPresent(age ->
                names.stream().filter(name -> jobs.clean(name, age)).forEach(name -> shell.say("removed job " + name)));
        if (clean.isEmpty()) {
            list(names).lines().forEach(shell.out()::println);
        }
        return Ending.ACCEPTED.exitCode();
    }

    private TextTable list(List<String> names) {
        TextTable table = new TextTable()
                .row(
                        "job",
                        "started",
                        right("connectors"),
                        right("accepted"),
                        right("failed"),
                        right("unknown"),
                        right("open"),
                        "state");
        names.forEach(name -> row(table, name));
        return table;
    }

    private void row(TextTable table, String name) {
        try {
            jobs.find(name).ifPresent(overview -> row(table, name, overview));
        } catch (BadInput unreadable) {
            shell.say(String.valueOf(unreadable.getMessage()));
        }
    }

    private void row(TextTable table, String name, Overview job) {
        SyncTally outcomes = job.outcomes();
        table.row(
                name,
                job.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                job.input().orElse(0),
                outcomes.accepted() + outcomes.confirmed() + outcomes.unconfirmed(),
                outcomes.failed(),
                outcomes.unknown() + job.unanswered(),
                job.open(),
                jobs.isRunning(name) ? "running" : state(job));
    }

    private static String state(Overview job) {
        if (job.input().isEmpty()) {
            return "without its input";
        }
        if (job.left() > 0) {
            return "unfinished";
        }
        return job.retriable() + job.outcomes().unknown() > 0 ? "finished, some to try again" : "finished";
    }
}
