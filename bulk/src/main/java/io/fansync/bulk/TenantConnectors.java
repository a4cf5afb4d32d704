package io.fansync.bulk;

import java.util.OptionalLong;
import org.reactivestreams.Publisher;

/**
 * A tenant's connectors, pulled as its turn comes.
 *
 * @param tenant the tenant's domain or directory id
 * @param ids its connectors' ids; subscribed to once by each run
 * @param expected how many ids there will be, if that is known: for the estimate of the time left and nothing else
 */
public record TenantConnectors(String tenant, Publisher<String> ids, OptionalLong expected) {

    /** A tenant's connectors; nobody knows how many. */
    public TenantConnectors(String tenant, Publisher<String> ids) {
        this(tenant, ids, OptionalLong.empty());
    }

    /** The same, of which there will be so many. */
    public TenantConnectors expecting(long connectors) {
        return new TenantConnectors(tenant, ids, OptionalLong.of(connectors));
    }
}
