package io.fansync;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The last fence between tenants: a token that says it is another tenant's is not used. */
final class TokenTenant {

    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private TokenTenant() {}

    /** False only if both are known: the tenant was asked for by its id, not by a domain, and the token is readable. */
    static boolean fits(AccessToken token, String tenant) {
        String tid = tid(token.value());
        return tid.isEmpty() || !GUID.matcher(tenant).matches() || tid.equalsIgnoreCase(tenant);
    }

    /**
     * The directory that the token names; empty if it is not readable
     * (<a href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">access token claims</a>).
     */
    private static String tid(String token) {
        String[] parts = token.split("\\.", 3);
        if (parts.length < 3) {
            return "";
        }
        try {
            return JsonMapper.shared()
                    .readTree(Base64Text.decoded(parts[1]))
                    .path("tid")
                    .asString("");
        } catch (JacksonException opaque) {
            return "";
        }
    }
}
