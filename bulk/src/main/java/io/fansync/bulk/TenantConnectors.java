package io.fansync.bulk;

import org.reactivestreams.Publisher;

/**
 * A tenant's connectors, pulled as its turn comes.
 *
 * @param tenant the tenant's domain or directory id
 * @param ids its connectors' ids; subscribed to once by each run
 */
public record TenantConnectors(String tenant, Publisher<String> ids) {}
