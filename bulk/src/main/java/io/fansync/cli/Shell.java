package io.fansync.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a command is started in.
 *
 * @param pipedIn whether stdin is a pipe or a socket, at the other end of which somebody holds on
 */
record Shell(
        InputStream in,
        boolean pipedIn,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Directories directories,
        Terminal terminal) {

    private static final int FILE_TYPE = 0170000;
    private static final int FIFO = 0010000;
    private static final int SOCKET = 0140000;

    static Shell ofProcess() {
        Terminal terminal = Terminal.ofProcess(System.getenv());
        return new Shell(
                System.in,
                isPiped(),
                terminal.out() ? System.out : utf8(FileDescriptor.out),
                terminal.err() ? System.err : utf8(FileDescriptor.err),
                System.getenv(),
                Directories.ofProcess(System.getenv()),
                terminal);
    }

    /** An environment variable; what is set to nothing is not set. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** True if stdout is where colours are welcome. */
    boolean mayColor() {
        return terminal.out() && variable("NO_COLOR").isEmpty() && !"dumb".equals(environment.get("TERM"));
    }

    /** A line about the work, which is not its result. */
    void say(String line) {
        err.println("fansync: " + Prose.withoutTokens(Prose.printable(line)));
    }

    /** False as well where the system does not tell. */
    private static boolean isPiped() {
        try {
            int type = (int) Files.getAttribute(Path.of("/dev/fd/0"), "unix:mode") & FILE_TYPE;
            return type == FIFO || type == SOCKET;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return false;
        }
    }

    /** Files and pipes are UTF-8, whatever a terminal would want. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }
}
