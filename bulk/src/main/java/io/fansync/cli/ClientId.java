package io.fansync.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The application to sign in as. */
final class ClientId {

    @Option(
            names = "--client-id",
            paramLabel = "ID",
            description =
                    "The application to sign in as; by default AZURE_CLIENT_ID. Alone, it goes on with what 'fansync"
                            + " login' kept.")
    private Optional<String> id = Optional.empty();

    /** Errors do not repeat it: somebody may have put a secret there. */
    Optional<String> of(Shell shell) {
        Optional<String> chosen = id.or(() -> shell.variable("AZURE_CLIENT_ID"));
        if (chosen.filter(text -> !text.matches("[\\w.-]{1,100}")).isPresent()) {
            throw new BadInput("--client-id is the id of an app registration: letters, digits, dots, hyphens and"
                    + " underscores");
        }
        return chosen;
    }

    String of(Shell shell, String whoNeedsIt) {
        return of(shell).orElseThrow(() -> new BadInput(whoNeedsIt + " needs --client-id"));
    }
}
