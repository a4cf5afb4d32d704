package io.fansync.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The line at the bottom of a terminal that is written over and over. Whatever else is printed meanwhile goes above it. Plain
 * carriage returns and blanks, which every terminal understands.
 */
final class StatusLine {

    private final PrintStream terminal;
    private String shown = "";

    StatusLine(PrintStream terminal) {
        this.terminal = terminal;
    }

    synchronized void show(String line) {
        terminal.print('\r' + line + " ".repeat(Math.max(0, shown.length() - line.length())));
        terminal.flush();
        shown = line;
    }

    synchronized void above(Runnable print) {
        String line = shown;
        if (!line.isEmpty()) {
            terminal.print('\r' + " ".repeat(line.length()) + '\r');
            terminal.flush();
        }
        print.run();
        if (!line.isEmpty()) {
            shown = "";
            show(line);
        }
    }

    /** Leaves the line as it is and goes on below it. */
    synchronized void end() {
        if (!shown.isEmpty()) {
            terminal.println();
            shown = "";
        }
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
