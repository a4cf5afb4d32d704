package io.fansync.cli;

import io.fansync.Connector;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which connectors a command is about. */
final class Input {

    private static final String STDIN = "-";

    @Parameters(
            paramLabel = "CONNECTOR",
            description = "ID of the one --tenant, or TENANT/ID. A lone - reads them from stdin.")
    private List<String> connectors = List.of();

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            description = "The tenant of the connectors that come without one: a domain or a directory id.")
    private Optional<String> tenant = Optional.empty();

    @Option(
            names = "--ids",
            paramLabel = "FILE|-",
            description = "Connectors from a file, or from stdin: ID, TENANT,ID or TENANT/ID on each line; CSV with a"
                    + " header (tenant, id); or JSON Lines with the same names.")
    private Optional<String> ids = Optional.empty();

    /** The file that is read, if it is one. */
    Optional<Path> file() {
        return ids.filter(name -> !name.equals(STDIN)).map(Path::of);
    }

    /** Reads all of it. */
    Worklist read(Shell shell) {
        boolean lone = connectors.equals(List.of(STDIN));
        if (lone && ids.isPresent()) {
            throw new BadInput("- and --ids exclude each other; give one");
        }
        if (!lone && connectors.contains(STDIN)) {
            throw new BadInput("- reads stdin and stands alone; name other connectors there, or in --ids FILE");
        }
        Optional<String> ofTenant = tenant(shell);
        Worklist worklist = new Worklist();
        if (!lone) {
            connectors.forEach(connector -> argument(connector, ofTenant, worklist));
        }
        if (lone || ids.filter(STDIN::equals).isPresent()) {
            InputReader.read("stdin", shell.in(), ofTenant, worklist);
        }
        file().ifPresent(path -> file(path, ofTenant, worklist));
        if (worklist.size() == 0) {
            throw new BadInput("no connector; name some, or give --ids FILE");
        }
        return worklist;
    }

    private Optional<String> tenant(Shell shell) {
        Optional<String> chosen = tenant.or(() -> shell.variable("AZURE_TENANT_ID"));
        try {
            return chosen.map(name -> new Connector(name, "any").tenant());
        } catch (IllegalArgumentException e) {
            throw new BadInput("--tenant: " + e.getMessage());
        }
    }

    private static void argument(String connector, Optional<String> tenant, Worklist worklist) {
        try {
            InputReader.add(connector, tenant, worklist);
        } catch (IllegalArgumentException e) {
            throw new BadInput("argument '" + Prose.excerpt(connector) + "': " + e.getMessage());
        }
    }

    private static void file(Path path, Optional<String> tenant, Worklist worklist) {
        try (InputStream in = Files.newInputStream(path)) {
            InputReader.read(path.toString(), in, tenant, worklist);
        } catch (IOException e) {
            throw new BadInput("cannot read " + path + ": " + Prose.why(e));
        }
    }
}
