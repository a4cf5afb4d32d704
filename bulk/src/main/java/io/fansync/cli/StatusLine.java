package io.fansync.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The line at the bottom of a terminal that is written over and over. Whatever else is printed meanwhile goes above it.
 *
 * <p>The cursor rests at its beginning: a terminal that has become too narrow for the line breaks it, and what follows the cursor
 * is then all that there is to erase.
 */
final class StatusLine {

    private static final String ERASE_WHAT_FOLLOWS = "\u001b[J";

    private final PrintStream terminal;
    private final boolean erases;
    private String shown = "";
    private boolean over;

    /** @param erases whether the terminal knows how to erase; else the line is written over with blanks */
    StatusLine(PrintStream terminal, boolean erases) {
        this.terminal = terminal;
        this.erases = erases;
    }

    synchronized void show(String line) {
        if (!over) {
            print(line
                    + (erases ? ERASE_WHAT_FOLLOWS : " ".repeat(Math.max(0, shown.length() - line.length())))
                    + '\r');
            shown = line;
        }
    }

    synchronized void above(Runnable print) {
        String line = shown;
        if (!line.isEmpty()) {
            print(erases ? ERASE_WHAT_FOLLOWS : " ".repeat(line.length()) + '\r');
            shown = "";
        }
        print.run();
        if (!line.isEmpty()) {
            show(line);
        }
    }

    /** Leaves the line as it is and goes on below it. Nothing is shown any more. */
    synchronized void end() {
        over = true;
        if (!shown.isEmpty()) {
            print(System.lineSeparator());
            shown = "";
        }
    }

    private void print(String text) {
        terminal.print(text);
        terminal.flush();
    }

    /** The terminal for everybody else, a loggers' backend say: their lines go above this one. */
    PrintStream guarded() {
        OutputStream lines = new ByteArrayOutputStream() {
            @Override
            public synchronized void flush() {
                if (count > 0 && buf[count - 1] == '\n') {
                    above(() -> terminal.write(buf, 0, count));
                    reset();
                }
            }
        };
        return new PrintStream(lines, true, StandardCharsets.UTF_8);
    }
}
