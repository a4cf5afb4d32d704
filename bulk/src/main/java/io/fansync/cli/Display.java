package io.fansync.cli;

import io.fansync.cli.ProgressView.Style;
import picocli.CommandLine.Option;

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
        // What goes wrong with a connection is told by an outcome.
        System.setProperty(prefix + "log.reactor.netty", verbose.length > 1 ? "warn" : "error");
        System.setProperty(prefix + "showThreadName", "false");
        System.setProperty(prefix + "showDateTime", "true");
        System.setProperty(prefix + "dateTimeFormat", "HH:mm:ss.SSS");
        System.setProperty(prefix + "showLogName", "false");
    }

    ProgressView progress(Shell shell) {
        if (style != Style.AUTO) {
            return new ProgressView(style, shell);
        }
        Style suited = shell.terminal().err() ? Style.BAR : Style.PLAIN;
        return new ProgressView(quiet ? Style.NONE : suited, shell);
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
            case AUTO ->
                shell.terminal().out()
                        && shell.environment().getOrDefault("NO_COLOR", "").isEmpty()
                        && !"dumb".equals(shell.environment().get("TERM"));
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
