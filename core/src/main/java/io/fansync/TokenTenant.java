package io.fansync;

import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The last fence between tenants: a token that says it is another tenant's is not used. */
final class TokenTenant {

    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private TokenTenant() {}

    /**
     * The directory that a token names; empty if it is not readable
     * (<a href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">access token claims</a>).
     */
    static String of(String token) {
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

    /** False only if both are known: the token is readable, and the tenant was asked for by its id, not by a domain. */
    static boolean fits(String directory, String tenant) {
        return directory.isEmpty()
                || directory.equalsIgnoreCase(tenant)
                || !GUID.matcher(tenant).matches();
    }
}
