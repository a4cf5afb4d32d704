package io.fansync.cli;

import io.fansync.bulk.BulkProgress;
import io.fansync.bulk.BulkSync;
import java.io.PrintStream;
import java.time.Duration;

/** Shows on stderr how a run gets on. */
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

    ProgressView(Style style, Shell shell) {
        this.style = style;
        this.shell = shell;
        this.bar = new StatusLine(shell.err());
        if (style == Style.BAR) {
            System.setErr(bar.guarded());
        }
    }

    BulkSync follow(BulkSync bulk, long total) {
        return switch (style) {
            case AUTO, NONE -> bulk;
            case BAR -> bulk.progress(BAR_EVERY, progress -> bar.show(bar(progress, total)));
            case PLAIN -> bulk.progress(LINE_EVERY, progress -> shell.say(ProgressLine.of(progress, total)));
        };
    }

    /** Prints without tearing the bar. */
    void above(Runnable print) {
        bar.above(print);
    }

    @Override
    public void close() {
        bar.end();
        if (style == Style.BAR) {
            System.setErr(systemErr);
        }
    }

    private String bar(BulkProgress progress, long total) {
        return ProgressLine.bar(progress, total, shell.terminal().columns());
    }
}
