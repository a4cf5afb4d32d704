package io.fansync.cli;

import io.fansync.cli.Settings.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which connectors a command is about. */
final class Input {

    static final String CONNECTOR = "CONNECTOR";
    private static final String STDIN = "-";
    private static final Path STDIN_FILE = Path.of(STDIN);

    @Parameters(
            paramLabel = CONNECTOR,
            description = "ID of the one --tenant, or TENANT/ID. A lone - reads them from stdin.")
    private List<String> connectors = List.of();

    @Option(
            names = "--ids",
            paramLabel = "FILE|-",
            description = "Connectors from a file, or from stdin: ID, TENANT,ID or TENANT/ID on each line; CSV with a"
                    + " header (tenant, id); or JSON Lines with the same names.")
    private Optional<Path> ids = Optional.empty();

    @Option(names = "--all", description = "Every connector that Graph lists for each tenant.")
    private boolean all;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    /** True if it is for Graph to name the connectors. */
    boolean all() {
        Settings settings = Settings.of(command);
        if (!all || connectors.isEmpty() && ids.isEmpty()) {
            return all;
        }
        Origin named = connectors.isEmpty() ? settings.origin(command, "--ids") : Origin.COMMAND_LINE;
        int stronger = settings.origin(command, "--all").compareTo(named);
        if (stronger == 0) {
            throw new BadInput(
                    "--all names every connector; leave out " + (ids().isPresent() ? "--ids" : "the others"));
        }
        return stronger < 0;
    }

    /** True if any connectors are named. */
    boolean isGiven() {
        return all || ids.isPresent() || !connectors.isEmpty();
    }

    /** True if it was on the command line that they were named. */
    boolean isTyped() {
        Settings settings = Settings.of(command);
        return Stream.of("--ids", "--all").anyMatch(option -> settings.origin(command, option) == Origin.COMMAND_LINE);
    }

    /** The file that is read, if it is one. */
    Optional<Path> file() {
        return ids().filter(name -> !name.equals(STDIN_FILE));
    }

    /** Connectors that are typed outweigh a file that the environment or the configuration file names. */
    private Optional<Path> ids() {
        boolean typed = Settings.of(command).origin(command, "--ids") == Origin.COMMAND_LINE;
        return typed || connectors.isEmpty() ? ids : Optional.empty();
    }

    /**
     * Reads all of it.
     *
     * @param ofTenant whose connectors those are that come without a tenant
     */
    Worklist read(Shell shell, Optional<String> ofTenant) {
        boolean lone = connectors.equals(List.of(STDIN));
        if (lone && ids().isPresent()) {
            throw new BadInput("- and --ids exclude each other; give one");
        }
        if (!lone && connectors.contains(STDIN)) {
            throw new BadInput("- reads stdin and stands alone; name other connectors there, or in --ids FILE");
        }
        Worklist worklist = new Worklist();
        if (!lone) {
            connectors.forEach(connector -> argument(connector, ofTenant, worklist));
        }
        if (lone || ids().filter(STDIN_FILE::equals).isPresent()) {
            if (shell.terminal().in()) {
                shell.say("type the connectors, one on a line; Ctrl-D ends them");
            }
            InputReader.read("stdin", shell.in(), ofTenant, worklist);
        }
        file().ifPresent(path -> file(path, ofTenant, worklist));
        if (worklist.size() == 0) {
            throw new BadInput("no connector; name some, or give --ids FILE or --all");
        }
        return worklist;
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
