package io.fansync;

import static java.util.Objects.requireNonNull;

/**
 * Which token is wanted.
 *
 * @param cloud where it is to serve: {@link GraphCloud#scope()} is the scope to ask for, {@link GraphCloud#login()} whom
 *     to ask
 * @param tenant for which tenant
 * @param claims the claims of Graph's challenge as JSON: the token that was served before is no longer good, and the new one
 *     must satisfy them. Empty in the ordinary case
 */
public record TokenRequest(GraphCloud cloud, String tenant, String claims) {

    public TokenRequest {
        requireNonNull(cloud, "cloud");
        tenant = Connector.checkedTenant(tenant);
        requireNonNull(claims, "claims");
    }

    /** A request without a challenge. */
    public TokenRequest(GraphCloud cloud, String tenant) {
        this(cloud, tenant, "");
    }
}
