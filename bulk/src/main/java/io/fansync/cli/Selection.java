package io.fansync.cli;

import io.fansync.ConnectorDetails;
import io.fansync.ConnectorDirectory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The connectors to sync, and whether they are all that were asked for.
 *
 * @param ending what becomes of the command if each of them is accepted
 */
record Selection(Worklist worklist, Ending ending) {

    /** Named by the user. */
    Selection(Worklist worklist) {
        this(worklist, Ending.ACCEPTED);
    }

    /** Those that Graph lists for each tenant; which tenants it lists none for is said. */
    static Selection listed(ConnectorDirectory directory, Collection<String> tenants, Shell shell) {
        if (tenants.isEmpty()) {
            throw new BadInput("--all needs --tenant or --tenants");
        }
        Worklist worklist = new Worklist();
        List<Listing> listings = new ArrayList<>();
        Listing.of(directory, tenants)
                .doOnNext(listing -> {
                    listing.complaint().ifPresent(shell::say);
                    listing.connectors().forEach(connector -> add(connector, worklist));
                    listings.add(listing.withoutConnectors());
                })
                .blockLast();
        return new Selection(worklist, Listing.ending(listings));
    }

    private static void add(ConnectorDetails details, Worklist worklist) {
        try {
            worklist.add(details.connector().tenant(), details.connector().id());
        } catch (IllegalArgumentException e) {
            throw new BadInput(
                    details.connector().tenant() + " lists a connector that cannot be synced: " + e.getMessage());
        }
    }
}
