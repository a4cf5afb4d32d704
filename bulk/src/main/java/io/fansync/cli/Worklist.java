package io.fansync.cli;

import static java.util.Objects.requireNonNull;

import io.fansync.Connector;
import io.fansync.bulk.TenantConnectors;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;

/** The connectors to sync, tenant by tenant, each once however often it was named. */
final class Worklist {

    private final Map<String, IdSet> tenants = new LinkedHashMap<>();
    private int size;
    private int duplicates;

    /** @throws IllegalArgumentException if the tenant or the id is not of the form that a connector's has to be */
    void add(String tenant, String id) {
        Connector connector = new Connector(tenant, id);
        if (id.chars().anyMatch(c -> "/?#".indexOf(c) >= 0 || Character.getType(c) == Character.FORMAT)) {
            throw new IllegalArgumentException(
                    "A connector id must not hold '/', '?', '#' or an invisible character, but was '"
                            + Prose.excerpt(id) + "'; write the id alone, as Graph lists it");
        }
        if (tenants.computeIfAbsent(connector.tenant(), first -> new IdSet()).add(id)) {
            size++;
        } else {
            duplicates++;
        }
    }

    /** How many connectors there are, each counted once. */
    int size() {
        return size;
    }

    /** How often a connector was named again. */
    int duplicates() {
        return duplicates;
    }

    Map<String, IdSet> tenants() {
        return Collections.unmodifiableMap(tenants);
    }

    /** All of them, tenant by tenant; made as they are asked for. */
    Iterable<Connector> connectors() {
        return () -> tenants.entrySet().stream()
                .flatMap(tenant -> tenant.getValue().all().map(id -> new Connector(tenant.getKey(), id)))
                .iterator();
    }

    /** Each tenant with a source of its own, so that the order in which connectors were named starves nobody. */
    Flux<TenantConnectors> byTenant() {
        return Flux.fromIterable(tenants.entrySet())
                .map(tenant -> new TenantConnectors(tenant.getKey(), Flux.fromStream(tenant.getValue()::all))
                        .expecting(tenant.getValue().size()));
    }

    /** The connector has an outcome. */
    void settle(Connector connector) {
        requireNonNull(tenants.get(connector.tenant())).settle(connector.id());
    }

    /** Those that have none. */
    Stream<Connector> left() {
        return tenants.entrySet().stream()
                .flatMap(tenant -> tenant.getValue().left().map(id -> new Connector(tenant.getKey(), id)));
    }
}
