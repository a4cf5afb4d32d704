package io.fansync.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * <a href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">Tokens</a> in the form of
 * JSON Web Tokens that nobody signed.
 */
final class Jwt {

    private static final String HEADER = base64("{\"typ\":\"JWT\",\"alg\":\"none\"}");
    private static final String PERMISSION = "DeviceManagementServiceConfig.ReadWrite.All";

    private Jwt() {}

    /**
     * Whom a token is about.
     *
     * @param user any text that tells one user, or application, from another
     */
    record Subject(Tenant tenant, TokenForm form, String user, Instant now, Duration lifetime) {

        String oid() {
            return UUID.nameUUIDFromBytes(user.getBytes(UTF_8)).toString();
        }
    }

    /** @param number makes the token unique */
    static String access(Subject subject, long number) {
        Map<String, Object> claims = claims(subject, subject.form().audience());
        claims.put("appid", subject.form().field("client_id"));
        if (subject.form().forApplication()) {
            claims.put("idtyp", "app");
            claims.put("roles", List.of(PERMISSION));
        } else {
            claims.put("idtyp", "user");
            claims.put("scp", PERMISSION);
        }
        claims.put("uti", "sim-" + number);
        return of(claims);
    }

    static String id(Subject subject) {
        Map<String, Object> claims = claims(subject, subject.form().field("client_id"));
        claims.put("sub", subject.oid());
        claims.put("preferred_username", "user@" + subject.tenant().domain());
        return of(claims);
    }

    static String clientInfo(Subject subject) {
        return base64("{\"uid\":\"" + subject.oid() + "\",\"utid\":\""
                + subject.tenant().id() + "\"}");
    }

    private static Map<String, Object> claims(Subject subject, String audience) {
        long now = subject.now().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", audience);
        claims.put("iss", "https://sts.windows.net/" + subject.tenant().id() + "/");
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + subject.lifetime().toSeconds());
        claims.put("oid", subject.oid());
        claims.put("tid", subject.tenant().id());
        return claims;
    }

    private static String of(Map<String, Object> claims) {
        return HEADER + "." + base64(Json.MAPPER.writeValueAsString(claims)) + ".simulated";
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }
}
