package io.fansync.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whether somebody at a terminal means it. */
final class Consent {

    private static final int MANY = 1_000;

    @Option(names = "--yes", description = "Do not ask before more than 1,000 connectors.")
    private boolean yes;

    /**
     * Asks if there are many and somebody is there to answer.
     *
     * @throws BadInput if the answer is no
     */
    void ask(Worklist worklist, Shell shell) {
        if (yes
                || worklist.size() <= MANY
                || !shell.terminal().in()
                || !shell.terminal().err()) {
            return;
        }
        shell.err()
                .print("Sync " + Prose.count(worklist.size(), "connector") + " of "
                        + Prose.count(worklist.tenants().size(), "tenant") + "? [y/N] ");
        shell.err().flush();
        if (!answer(shell).matches("(?i)\\s*y(es)?\\s*")) {
            throw new BadInput("nothing was sent; answer y, or give --yes");
        }
    }

    private static String answer(Shell shell) {
        try {
            BufferedReader reader = new BufferedReader(new InputStreamReader(shell.in(), Charset.defaultCharset()));
            return Optional.ofNullable(reader.readLine()).orElse("");
        } catch (IOException e) {
            return "";
        }
    }
}
