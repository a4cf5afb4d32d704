package io.fansync.cli;

import io.fansync.GraphCloud;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.bulk.FileJournal;
import io.fansync.bulk.FileJournal.Overview;
import io.fansync.bulk.Journal;
import io.fansync.bulk.JournalException;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import reactor.netty.http.client.HttpClient;

@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Goes on with a job that was interrupted, or left connectors that failed for a reason that may be gone.",
            "What is settled stays settled; what was sent without an answer is sent again, but for --at-most-once."
        })
final class ResumeCommand extends SyncCommand {

    private final Shell shell;
    private final Jobs jobs;
    private Optional<Overview> read = Optional.empty();

    @Parameters(paramLabel = "JOB", description = "As 'jobs' lists it.")
    private String name = "";

    private ResumeCommand(Shell shell, Connect connect) {
        super(shell, connect);
        this.shell = shell;
        this.jobs = new Jobs(shell);
    }

    /** With all of sync's options, but without what would name another input or another job. */
    static CommandLine commandLine(Shell shell, Connect connect) {
        CommandLine line = new CommandLine(new ResumeCommand(shell, connect));
        CommandSpec spec = line.getCommandSpec();
        List.copyOf(spec.positionalParameters()).stream()
                .filter(parameter -> parameter.paramLabel().equals(Input.CONNECTOR))
                .forEach(spec::remove);
        List.of("--job", "--no-journal").forEach(option -> spec.remove(spec.findOption(option)));
        return line;
    }

    /** Of a journal of millions of lines, which is read once. */
    private Overview overview() {
        Overview overview = read.or(() -> jobs.find(name))
                .orElseThrow(() -> new BadInput("no job " + Prose.excerpt(name) + "; 'fansync jobs' lists them"));
        read = Optional.of(overview);
        return overview;
    }

    /** The command that it goes on with may have needed it. */
    @Override
    boolean takesTenants() {
        return true;
    }

    @Override
    SyncType type() {
        SyncType begun = overview().type();
        Optional<SyncType> typed = typeTyped();
        if (typed.isPresent() && typed.get() != begun) {
            throw new BadInput(
                    "job " + name + " is about a " + begun.graphName() + "; leave out --type, or start another job");
        }
        return begun;
    }

    @Override
    Selection selection(GraphCloud cloud, Optional<TokenSource> tokens, UnaryOperator<HttpClient> way) {
        Overview overview = overview();
        if (jobs.isRunning(name)) {
            throw new BadInput("job " + name + " is running; let it end");
        }
        if (overview.input().isEmpty() && !input().isGiven()) {
            throw new BadInput(
                    "job " + name
                            + " was stopped while its input was written down, before anything was sent; give it again: --ids or --all");
        }
        if (overview.input().isEmpty()) {
            return super.selection(cloud, tokens, way);
        }
        if (input().isTyped()) {
            requireSame(super.selection(cloud, tokens, way), overview);
        }
        return new Selection(unsettled());
    }

    private void requireSame(Selection given, Overview overview) {
        if (!FileJournal.hash(given.worklist().connectors()).equals(overview.inputHash())) {
            throw new BadInput("that is not the input of job " + name + "; leave it out, or start another job");
        }
    }

    private Worklist unsettled() {
        Worklist worklist = new Worklist();
        try {
            jobs.journal(name)
                    .unsettled()
                    .doOnNext(connector -> worklist.add(connector.tenant(), connector.id()))
                    .blockLast();
        } catch (JournalException e) {
            throw new BadInput(String.valueOf(e.getMessage()));
        }
        return worklist;
    }

    @Override
    Job job(Journal.Job about, Worklist worklist, UnaryOperator<String> goOn) {
        Overview overview = overview();
        if (overview.input().isEmpty()) {
            return JobName.planned(name, jobs, about, worklist, goOn);
        }
        shell.say("job " + name + ": " + Prose.count(overview.settled().total()) + " of "
                + Prose.count(overview.input().getAsLong(), "connector") + " settled, "
                + Prose.count(worklist.size()) + " to go");
        return new Job(
                name,
                jobs.journal(name),
                Optional.of(jobs.file(name)),
                overview.settled(),
                true,
                Optional.of(goOn.apply(name)));
    }
}
