package io.fansync.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.IntSupplier;

/** How wide the terminal is: as COLUMNS says, else as it tells itself, again after each change of its size. */
final class Columns implements IntSupplier {

    private static final int UNKNOWN = 80;

    private final String fixed;
    private int columns;
    private volatile boolean stale = true;

    Columns(Map<String, String> environment) {
        this.fixed = environment.getOrDefault("COLUMNS", "");
        Signals.on("WINCH", () -> stale = true);
    }

    /** May take some milliseconds. */
    @Override
    public synchronized int getAsInt() {
        if (stale) {
            stale = false;
            columns = fixed.matches("[1-9]\\d{0,4}") ? Integer.parseInt(fixed) : ofTerminal();
        }
        return columns;
    }

    /** {@code stty size} prints rows and columns. */
    private static int ofTerminal() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return size.matches("\\d{1,5} [1-9]\\d{0,4}") ? Integer.parseInt(size.split(" ")[1]) : UNKNOWN;
        } catch (IOException noStty) {
            return UNKNOWN;
        }
    }
}
