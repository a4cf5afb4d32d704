package io.fansync.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a command is started in. */
record Shell(InputStream in, PrintStream out, PrintStream err, Map<String, String> environment, Terminal terminal) {

    static Shell ofProcess() {
        Terminal terminal = Terminal.ofProcess(System.getenv());
        return new Shell(System.in, terminal.out() ? System.out : utf8(), System.err, System.getenv(), terminal);
    }

    /** A line about the work, which is not its result. */
    void say(String line) {
        err.println("fansync: " + Prose.withoutTokens(Prose.printable(line)));
    }

    /** Files and pipes are UTF-8, whatever a terminal would want. */
    private static PrintStream utf8() {
        return new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    }
}
