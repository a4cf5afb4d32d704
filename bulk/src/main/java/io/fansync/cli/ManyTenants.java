package io.fansync.cli;

import io.fansync.cli.Settings.Origin;
import io.fansync.cli.TenantsFile.App;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The tenants that a command is about, named one by one or in a file. */
final class ManyTenants {

    @Mixin
    private Tenants tenants = new Tenants();

    @Option(
            names = "--tenants",
            paramLabel = "FILE",
            description = "Tenants from a file, one on each line; or CSV with the header tenant,clientId,secretFile or"
                    + " tenant,clientId,certificate, for those that have an application of their own. What it names"
                    + " is looked for beside it.")
    private Optional<Path> file = Optional.empty();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    Optional<Path> file() {
        return file;
    }

    /** Each once, in the order in which they were named, with its own application if it has one. */
    Map<String, Optional<App>> of(Shell shell) {
        int stronger = Settings.of(command).compare(command, "--tenants", "--tenant");
        if (file.isPresent() && stronger == 0) {
            throw new BadInput("--tenant and --tenants exclude each other; give one");
        }
        return file.filter(path -> stronger < 0).map(TenantsFile::read).orElseGet(() -> named(shell));
    }

    /** @throws BadInput if the command takes no tenants but those of its connectors, and a file was given to no end */
    void requireUse(boolean apps) {
        if (!apps && Settings.of(command).origin(command, "--tenants") == Origin.COMMAND_LINE) {
            throw new BadInput("--tenants goes with --all, or gives tenants an application of their own");
        }
    }

    /** The one to which connectors belong that come without a tenant. */
    Optional<String> one(Shell shell) {
        Collection<String> named = tenants.of(shell);
        if (named.size() > 1) {
            throw new BadInput("several --tenant go with --all; name the connectors as TENANT/ID");
        }
        return named.stream().findFirst();
    }

    private Map<String, Optional<App>> named(Shell shell) {
        Map<String, Optional<App>> named = new LinkedHashMap<>();
        List<String> names = tenants.of(shell);
        names.forEach(name -> named.put(name, Optional.empty()));
        return named;
    }
}
