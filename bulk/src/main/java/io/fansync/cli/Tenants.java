package io.fansync.cli;

import io.fansync.Connector;
import java.util.List;
import picocli.CommandLine.Option;

/** The tenants that a command without connectors is about. */
final class Tenants {

    @Option(
            names = "--tenant",
            split = ",",
            paramLabel = "TENANT",
            description = "A domain or a directory id; may be repeated. By default AZURE_TENANT_ID.")
    private List<String> tenants = List.of();

    /** Empty if none was named. */
    List<String> of(Shell shell) {
        List<String> chosen =
                tenants.isEmpty() ? shell.variable("AZURE_TENANT_ID").stream().toList() : tenants;
        try {
            return chosen.stream().map(Tenants::checked).distinct().toList();
        } catch (IllegalArgumentException e) {
            throw new BadInput("--tenant: " + e.getMessage());
        }
    }

    /** @throws IllegalArgumentException if it does not look like one */
    static String checked(String tenant) {
        return new Connector(tenant, "any").tenant();
    }
}
