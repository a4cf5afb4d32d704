package io.fansync.cli;

import io.fansync.cli.ProgressView.Style;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import reactor.core.scheduler.Scheduler;

/** What is shown while a command works. */
final class Display {

    enum ColorUse {
        AUTO,
        ALWAYS,
        NEVER
    }

    @Option(
            names = "--progress",
            paramLabel = "auto|bar|plain|none",
            description = "A bar, or a line every 10 s. By default a bar where stderr is a terminal, else lines.")
    private Style style = Style.AUTO;

    @Option(
            names = "--color",
            paramLabel = "auto|always|never",
            description = "Colour in the summary. By default where stdout is a terminal and NO_COLOR is not set.")
    private ColorUse color = ColorUse.AUTO;

    @Option(
            names = {"-v", "--verbose"},
            description = "Say more on stderr: -v each failure, -vv each outcome. Never a token or a secret.")
    private boolean[] verbose = {};

    @Option(
            names = {"-q", "--quiet"},
            description = "Only errors on stderr.")
    private boolean quiet;

    /** Loggers read this once, when the first of them is made. Only fansync's own say more: what they say is known. */
    void startLogging() {
        String prefix = "org.slf4j.simpleLogger.";
        System.setProperty(prefix + "defaultLogLevel", quiet ? "error" : "warn");
        System.setProperty(prefix + "log.io.fansync", level());
        // What goes wrong with a connection or a sign-in is told by an outcome.
        System.setProperty(prefix + "log.reactor.netty", verbose.length > 1 ? "warn" : "error");
        System.setProperty(prefix + "log.com.microsoft", verbose.length > 1 ? "warn" : "off");
        System.setProperty(prefix + "showThreadName", "false");
        System.setProperty(prefix + "showDateTime", "true");
        System.setProperty(prefix + "dateTimeFormat", "HH:mm:ss.SSS");
        System.setProperty(prefix + "showLogName", "false");
    }

    /** @param writer where the terminal is written to */
    ProgressView progress(Shell shell, Scheduler writer) {
        Style suited = quiet ? Style.NONE : shell.terminal().err() ? Style.BAR : Style.PLAIN;
        return new ProgressView(style == Style.AUTO ? suited : style, shell, erases(shell), writer.createWorker());
    }

    /** A bare Windows console prints escape sequences as they stand; those that obey them have a variable to tell. */
    private static boolean erases(Shell shell) {
        return !System.getProperty("os.name", "").startsWith("Windows")
                || Stream.of("WT_SESSION", "ANSICON", "ConEmuANSI", "TERM").anyMatch(shell.environment()::containsKey);
    }

    /** A line that is neither a result nor an error. */
    void note(Shell shell, String line) {
        if (!quiet) {
            shell.say(line);
        }
    }

    boolean color(Shell shell) {
        return switch (color) {
            case ALWAYS -> true;
            case NEVER -> false;
            case AUTO -> shell.mayColor();
        };
    }

    private String level() {
        int more = verbose.length;
        if (quiet) {
            return "error";
        }
        return more == 0 ? "warn" : more == 1 ? "info" : "debug";
    }
}
