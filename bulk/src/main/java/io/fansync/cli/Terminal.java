package io.fansync.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Which of the three standard streams are a terminal, and how wide it is.
 *
 * <p>{@link System#console()} cannot tell: up to JDK 21 it wants stdin and stdout both to be terminals, so that a pipe into
 * stdin would hide a terminal at stderr.
 */
record Terminal(boolean in, boolean out, boolean err, int columns) {

    private static final int COLUMNS = 80;

    /** No terminal anywhere. */
    static final Terminal NONE = new Terminal(false, false, false, COLUMNS);

    /** Of this process. */
    static Terminal ofProcess(Map<String, String> environment) {
        boolean dumb = "dumb".equals(environment.get("TERM"));
        return new Terminal(is(0), is(1), is(2) && !dumb, is(2) ? columns(environment) : COLUMNS);
    }

    private static boolean is(int descriptor) {
        Path stream = Path.of("/proc/self/fd/" + descriptor);
        if (!Files.isSymbolicLink(stream)) {
            return hasConsole();
        }
        try {
            String target = Files.readSymbolicLink(stream).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    /** Where the system does not show its descriptors. From JDK 22 on there always is a console, which may be no terminal. */
    private static boolean hasConsole() {
        Console console = System.console();
        try {
            return console != null
                    && (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException before22) {
            return true;
        }
    }

    private static int columns(Map<String, String> environment) {
        String known = environment.getOrDefault("COLUMNS", "");
        return known.matches("[1-9]\\d{0,4}") ? Integer.parseInt(known) : columnsOfTty();
    }

    /** {@code stty size} prints rows and columns. */
    private static int columnsOfTty() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .start();
            String size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return size.matches("\\d{1,5} [1-9]\\d{1,4}") ? Integer.parseInt(size.split(" ")[1]) : COLUMNS;
        } catch (IOException noStty) {
            return COLUMNS;
        }
    }
}
