package io.fansync.cli;

import static io.fansync.cli.TextTable.right;

import io.fansync.bulk.FileJournal.Overview;
import io.fansync.bulk.SyncTally;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        description = "Lists the jobs: when each was started, what became of its connectors, and what is left.",
        footer = {"", "Nothing of this can be given in the environment or in the configuration file."})
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
            list(found(names)).lines().forEach(shell.out()::println);
        }
        return Ending.ACCEPTED.exitCode();
    }

    /** Those that can be read; of the others is said why not. */
    private Map<String, Overview> found(List<String> names) {
        Map<String, Overview> found = new LinkedHashMap<>();
        for (String name : names) {
            try {
                jobs.find(name).ifPresent(overview -> found.put(name, overview));
            } catch (BadInput unreadable) {
                shell.say(String.valueOf(unreadable.getMessage()));
            }
        }
        return found;
    }

    /** What {@code --confirm} came to has columns only where it was asked for, as in the summary of a run. */
    private TextTable list(Map<String, Overview> found) {
        boolean watched = found.values().stream().map(Overview::outcomes).anyMatch(JobsCommand::isWatched);
        TextTable table = new TextTable();
        add(
                table,
                watched,
                "job",
                "started",
                right("connectors"),
                right("accepted"),
                right("confirmed"),
                right("unconfirmed"),
                right("failed"),
                right("unknown"),
                right("open"),
                "state");
        found.forEach((name, job) -> row(table, watched, name, job));
        return table;
    }

    private static boolean isWatched(SyncTally outcomes) {
        return outcomes.confirmed() + outcomes.unconfirmed() > 0;
    }

    private void row(TextTable table, boolean watched, String name, Overview job) {
        SyncTally outcomes = job.outcomes();
        add(
                table,
                watched,
                name,
                job.startedAt().truncatedTo(ChronoUnit.SECONDS).toString(),
                job.input().orElse(0),
                outcomes.accepted(),
                outcomes.confirmed(),
                outcomes.unconfirmed(),
                outcomes.failed(),
                outcomes.unknown() + job.unanswered(),
                job.open(),
                jobs.isRunning(name) ? "running" : state(job));
    }

    private static void add(TextTable table, boolean watched, Object... cells) {
        List<Object> row = new ArrayList<>(List.of(cells));
        if (!watched) {
            row.subList(4, 6).clear();
        }
        table.row(row.toArray());
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
