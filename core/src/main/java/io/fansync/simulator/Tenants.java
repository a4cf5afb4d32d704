package io.fansync.simulator;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every tenant there is, found by its domain or its id. */
final class Tenants {

    private final List<Tenant> all;
    private final Map<String, Tenant> byName = new HashMap<>();

    Tenants(List<Tenant> all) {
        this.all = all;
        all.forEach(tenant -> {
            byName.put(tenant.domain(), tenant);
            byName.put(tenant.id(), tenant);
        });
    }

    List<Tenant> all() {
        return all;
    }

    @Nullable
    Tenant find(String name) {
        return byName.get(name.toLowerCase(Locale.ROOT));
    }

    Tenant get(String name) {
        Tenant tenant = find(name);
        if (tenant == null) {
            throw new IllegalArgumentException(
                    "This simulator has tenant-1.example to tenant-" + all.size() + ".example, but no " + name);
        }
        return tenant;
    }
}
