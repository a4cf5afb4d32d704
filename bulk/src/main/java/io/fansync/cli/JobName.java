package io.fansync.cli;

import io.fansync.bulk.Journal;
import io.fansync.bulk.JournalException;
import io.fansync.bulk.SyncTally;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** Under which name a new run is remembered, if at all. */
final class JobName {

    @Option(
            names = "--job",
            paramLabel = "NAME",
            description = "Keep the journal under this name, for 'resume' and 'jobs'; one is made up otherwise.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--no-journal", description = "Keep no journal: what is interrupted cannot be gone on with.")
    private boolean none;

    void check() {
        if (none && name.isPresent()) {
            throw new BadInput("--job and --no-journal exclude each other; give one");
        }
        name.ifPresent(Jobs::checked);
    }

    /**
     * Writes down all there is to do.
     *
     * @param goOn the command that goes on with a job of the name
     * @throws BadInput if there is a running or an unfinished job of that name, or it cannot be written
     */
    Job start(Jobs jobs, Journal.Job about, Worklist worklist, UnaryOperator<String> goOn) {
        if (none) {
            return Job.NONE;
        }
        String job = name.orElseGet(Jobs::freshName);
        if (jobs.isRunning(job)) {
            throw new BadInput("job " + job + " is running; let it end, or give another --job");
        }
        jobs.find(job).filter(overview -> overview.input().isPresent()).ifPresent(overview -> {
            if (overview.left() > 0) {
                throw new BadInput("job " + job + " is not finished, " + Prose.count(overview.left(), "connector")
                        + " to go; go on with it: " + goOn.apply(job));
            }
            if (worklist.size() > 0) {
                jobs.archive(job, overview);
            }
        });
        return planned(job, jobs, about, worklist, goOn);
    }

    /** A job whose whole input has just been written down; none if there is nothing to do. */
    static Job planned(String name, Jobs jobs, Journal.Job about, Worklist worklist, UnaryOperator<String> goOn) {
        if (worklist.size() == 0) {
            return Job.NONE;
        }
        jobs.prepare();
        try {
            jobs.journal(name).plan(about, worklist.connectors()).block();
        } catch (JournalException e) {
            throw new BadInput(e.getMessage() + "; nothing was sent");
        }
        return new Job(
                name,
                jobs.journal(name),
                Optional.of(jobs.file(name)),
                SyncTally.NONE,
                false,
                Optional.of(goOn.apply(name)));
    }
}
