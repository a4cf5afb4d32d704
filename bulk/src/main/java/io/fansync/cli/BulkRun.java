package io.fansync.cli;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncType;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.JournalException;
import io.fansync.bulk.Quota;
import io.fansync.bulk.SyncOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** One bulk sync at its edge: rows written as connectors settle, progress shown, outcomes added up. */
final class BulkRun implements AutoCloseable {

    enum Output {
        TABLE,
        JSONL,
        NONE
    }

    private static final Logger log = LoggerFactory.getLogger(BulkRun.class);
    private static final int PREFETCH = 256;
    private static final String STOPPING =
            "stopping; what is in flight has 10 s to settle. A second signal ends it at once";

    /** For what may block: a disk, a terminal. Its own, since whoever fetches tokens may hold all threads of the shared one. */
    private final Scheduler edge = Schedulers.newBoundedElastic(2, Integer.MAX_VALUE, "fansync-edge", 60, true);

    private final Shell shell;
    private final Display display;
    private final Output output;
    private final Places places;
    private final Optional<ResultsFile> rows;
    private final Optional<ReportFile> report;
    private final ProgressView progress;
    private final Totals totals;
    private final Traffic traffic;
    private final Optional<Duration> deadline;
    private final Job job;

    /** Once stdout takes no more rows. */
    private final Sinks.Empty<Void> closed = Sinks.empty();

    /**
     * @param quota whose window a tenant's requests are counted in
     * @param deadline after which nothing more is started
     * @throws BadInput if the results or the report cannot be written
     */
    BulkRun(
            Shell shell,
            Display display,
            Output output,
            Places places,
            Quota quota,
            Optional<Duration> deadline,
            Job job) {
        this.shell = shell;
        this.display = display;
        this.output = output;
        this.places = places;
        this.rows = places.results().map(path -> ResultsFile.open(path, job.isResumed()));
        this.report = places.report().map(ReportFile::open);
        this.deadline = deadline;
        this.job = job;
        this.totals = new Totals(job.earlier());
        this.progress = display.progress(shell, edge);
        this.traffic = new Traffic(System::nanoTime, quota);
    }

    /** The client to run with: its answers are what the summary and the report tell about. */
    ConnectorClient measured(ConnectorClient client) {
        return new MeasuredClient(client, traffic);
    }

    /** Until every connector has an outcome; one that the run was stopped without is unsent. */
    Ending run(
            BulkSync bulk,
            Worklist worklist,
            SyncType type,
            Map<String, String> environment,
            Interruption interruption) {
        Instant startedAt = Instant.now();
        long start = System.nanoTime();
        BulkSync limited = deadline.map(bulk::deadline).orElse(bulk);
        BulkSync watched = progress.follow(limited, worklist.size())
                .journal(job.journal())
                .stopWhen(interruption.signal().doOnNext(signal -> progress.above(this::sayStopping)))
                .stopWhen(rows.map(ResultsFile::broken).orElse(Mono.never()))
                .stopWhen(closed.asMono());
        Optional<JournalException> broken = sync(watched, worklist, type);
        worklist.left().forEach(connector -> settled(unsent(connector), type));
        progress.close();
        requireOneEach(worklist);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        tell(new Account(
                totals,
                traffic,
                worklist.duplicates(),
                startedAt,
                elapsed,
                environment,
                left(interruption.ending().isPresent())));
        List<String> complaints = Stream.concat(
                        broken.map(failure -> failure.getMessage() + "; nothing was sent after that").stream(),
                        rows.flatMap(ResultsFile::complaint).stream())
                .toList();
        complaints.forEach(shell::say);
        boolean late = deadline.filter(limit -> elapsed.compareTo(limit) >= 0).isPresent();
        Stream<Ending> endings = Stream.of(totals.ending(late), complaints.isEmpty() ? Ending.ACCEPTED : Ending.BROKEN);
        return Ending.gravest(Stream.concat(interruption.ending().stream(), endings));
    }

    /** Returns what became of the journal, if it failed underway. */
    private Optional<JournalException> sync(BulkSync bulk, Worklist worklist, SyncType type) {
        try {
            bulk.syncTenants(worklist.byTenant(), type)
                    .publishOn(edge, PREFETCH)
                    .doOnNext(outcome -> {
                        worklist.settle(outcome.connector());
                        settled(outcome, type);
                    })
                    .blockLast();
            return Optional.empty();
        } catch (JournalException failure) {
            if (!totals.isSent()) {
                throw new BadInput(failure.getMessage() + "; nothing was sent");
            }
            return Optional.of(failure);
        }
    }

    private void sayStopping() {
        shell.say(STOPPING);
        job.goOn().ifPresent(command -> shell.say("to go on: " + command));
    }

    /**
     * Where things are, with the way to go on if something is left.
     *
     * @param interrupted whether it was told already
     */
    private Places left(boolean interrupted) {
        Optional<String> goOn = totals.isLeft() ? job.goOn() : Optional.empty();
        if (output != Output.TABLE && !interrupted) {
            goOn.ifPresent(command -> shell.say("to go on: " + command));
        }
        return new Places(places.results(), places.report(), job.file(), goOn);
    }

    private void tell(Account account) {
        report.ifPresent(page -> page.write(account));
        if (output == Output.TABLE) {
            new Summary(account, display.color(shell)).lines().forEach(shell.out()::println);
        }
    }

    private void requireOneEach(Worklist worklist) {
        long outcomes = totals.tally().total()
                - totals.tally().skipped()
                - totals.earlier().total();
        if (outcomes != worklist.size()) {
            throw new IllegalStateException(outcomes + " outcomes of " + worklist.size() + " connectors");
        }
    }

    private static SyncOutcome unsent(Connector connector) {
        Instant now = Instant.now();
        return new SyncOutcome.Unsent(connector, new SyncOutcome.Effort(0, Duration.ZERO, now, now));
    }

    @Override
    public void close() {
        progress.close();
        rows.ifPresent(ResultsFile::close);
        edge.dispose();
    }

    private void settled(SyncOutcome outcome, SyncType type) {
        totals.add(outcome);
        log(outcome);
        if (outcome instanceof SyncOutcome.Skipped) {
            return;
        }
        ResultRow row = new ResultRow(outcome, type, job.name());
        rows.ifPresent(file -> file.write(row));
        if (output == Output.JSONL) {
            progress.row(row.json());
            if (shell.out().checkError()) {
                closed.tryEmitEmpty();
            }
        }
    }

    private static void log(SyncOutcome outcome) {
        String name = outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        ResultRow.reason(outcome)
                .ifPresentOrElse(
                        reason -> log.info("{}: {}", name, reason.getMessage()),
                        () -> log.debug("{}: {}", name, outcome.connector()));
    }
}
