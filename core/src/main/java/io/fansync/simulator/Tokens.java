package io.fansync.simulator;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The bearer tokens that Graph accepts: those that were issued, and any {@code sim.TENANT.anything}. */
final class Tokens {

    private static final String HANDMADE = "sim.";

    private final Tenants tenants;
    private final Map<String, Grant> grants = new ConcurrentHashMap<>();
    private final Map<Tenant, Long> revokedAt = new ConcurrentHashMap<>();

    Tokens(Tenants tenants) {
        this.tenants = tenants;
    }

    void issue(String token, Tenant tenant, long now, long expiresAt) {
        grants.put(token, new Grant(tenant, now, expiresAt));
    }

    /** What the token stands for. One made by hand counts as issued when it is first seen, and does not expire. */
    @Nullable
    Grant find(String token, long now) {
        Grant grant = grants.get(token);
        if (grant == null && token.startsWith(HANDMADE)) {
            int end = token.lastIndexOf('.');
            Tenant tenant = end < HANDMADE.length() ? null : tenants.find(token.substring(HANDMADE.length(), end));
            if (tenant != null) {
                grant = new Grant(tenant, now, Long.MAX_VALUE);
                grants.put(token, grant);
            }
        }
        return grant;
    }

    void revoke(Tenant tenant, long now) {
        revokedAt.put(tenant, now);
    }

    boolean revoked(Grant grant) {
        return grant.issuedAt() <= revokedAt(grant.tenant());
    }

    long revokedAt(Tenant tenant) {
        return revokedAt.getOrDefault(tenant, -1L);
    }

    record Grant(Tenant tenant, long issuedAt, long expiresAt) {

        boolean expired(long now) {
            return now >= expiresAt;
        }
    }
}
