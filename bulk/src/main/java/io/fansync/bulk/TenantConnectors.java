package io.fansync.bulk;

import java.util.OptionalLong;
import org.reactivestreams.Publisher;

/**
 * A tenant's connectors, pulled as its turn comes.
 *
 * @param tenant the tenant's domain or directory id
 * @param ids its connectors' ids; subscribed to once by each run
 * @param weight how many requests the tenant may send where a tenant of weight 1 sends one, when there are fewer places in flight
 *     than tenants could use
 * @param expected how many ids there will be, if that is known: for the estimate of the time left and nothing else
 */
public record TenantConnectors(String tenant, Publisher<String> ids, int weight, OptionalLong expected) {

    public TenantConnectors {
        if (weight < 1) {
            throw new IllegalArgumentException("weight must be at least 1, but was " + weight);
        }
    }

    /** A tenant's connectors, of weight 1; nobody knows how many. */
    public TenantConnectors(String tenant, Publisher<String> ids) {
        this(tenant, ids, 1, OptionalLong.empty());
    }

    /** The same, of another weight. */
    public TenantConnectors weight(int weight) {
        return new TenantConnectors(tenant, ids, weight, expected);
    }

    /** The same, of which there will be so many. */
    public TenantConnectors expecting(long connectors) {
        return new TenantConnectors(tenant, ids, weight, OptionalLong.of(connectors));
    }
}
