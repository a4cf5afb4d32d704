package io.fansync.cli;

import io.fansync.bulk.BulkProgress;
import io.fansync.bulk.BulkSync;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler.Worker;

/** Shows on stderr how a run gets on. A terminal may take its time: it is written to by a thread of its own. */
final class ProgressView implements AutoCloseable {

    enum Style {
        AUTO,
        BAR,
        PLAIN,
        NONE
    }

    private static final Duration BAR_EVERY = Duration.ofMillis(200);
    private static final Duration LINE_EVERY = Duration.ofSeconds(10);

    private final Style style;
    private final Shell shell;
    private final StatusLine bar;
    private final PrintStream systemErr = System.err;
    private final Worker writer;
    private final AtomicReference<@Nullable BulkProgress> latest = new AtomicReference<>();
    private volatile long total;

    /**
     * @param erases whether a terminal at stderr knows how to erase
     * @param writer what writes to it
     */
    ProgressView(Style style, Shell shell, boolean erases, Worker writer) {
        this.style = style;
        this.shell = shell;
        this.writer = writer;
        this.bar = new StatusLine(shell.err(), erases);
        if (style == Style.BAR) {
            System.setErr(bar.guarded());
        }
    }

    BulkSync follow(BulkSync bulk, long total) {
        this.total = total;
        return switch (style) {
            case AUTO, NONE -> bulk;
            case BAR -> bulk.progress(BAR_EVERY, this::later);
            case PLAIN -> bulk.progress(LINE_EVERY, this::later);
        };
    }

    private void later(BulkProgress progress) {
        if (latest.getAndSet(progress) == null) {
            writer.schedule(this::show);
        }
    }

    private synchronized void show() {
        BulkProgress progress = latest.getAndSet(null);
        if (progress == null) {
            return;
        }
        if (style == Style.BAR) {
            bar.show(
                    ProgressLine.bar(progress, total, shell.terminal().columns().getAsInt()));
        } else {
            shell.say(ProgressLine.of(progress, total));
        }
    }

    /** Prints a line about the work without tearing the bar. */
    void above(Runnable print) {
        bar.above(print);
    }

    /** Prints a row of the results, without tearing the bar where both are on the terminal. */
    void row(String row) {
        if (shell.terminal().out()) {
            bar.above(() -> shell.out().println(row));
        } else {
            shell.out().println(row);
        }
    }

    /** Shows the last of it. */
    @Override
    public void close() {
        writer.dispose();
        show();
        bar.end();
        if (style == Style.BAR) {
            System.setErr(systemErr);
        }
    }
}
