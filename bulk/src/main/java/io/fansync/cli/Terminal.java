package io.fansync.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Which of the three standard streams are a terminal, and how wide it is at the moment.
 *
 * <p>{@link System#console()} cannot tell: up to JDK 21 it wants stdin and stdout both to be terminals, so that a pipe into
 * stdin would hide a terminal at stderr.
 */
record Terminal(boolean in, boolean out, boolean err, IntSupplier columns) {

    /** No terminal anywhere. */
    static final Terminal NONE = new Terminal(false, false, false, 80);

    Terminal(boolean in, boolean out, boolean err, int columns) {
        this(in, out, err, () -> columns);
    }

    /** Of this process. */
    static Terminal ofProcess(Map<String, String> environment) {
        boolean dumb = "dumb".equals(environment.get("TERM"));
        return new Terminal(is(0), is(1), is(2) && !dumb, new Columns(environment));
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
}
