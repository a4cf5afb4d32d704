package io.fansync.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Issues tokens as Entra's <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">token
 * endpoint</a> does. Any client, secret, assertion and authorization code will do, but what must be there must be there. A
 * device code counts as entered by its user at once.
 */
final class TokenEndpoint {

    private static final String URN = "urn:ietf:params:oauth:grant-type:";
    private static final Set<String> GRANTS =
            Set.of("client_credentials", "jwt-bearer", "authorization_code", "device_code", "refresh_token");
    private static final Set<String> CONFIDENTIAL = Set.of("client_credentials", "jwt-bearer");

    private static final OAuthError NO_CLIENT =
            new OAuthError(400, "invalid_request", 900144, "The request body must contain 'client_id'.");
    private static final OAuthError UNKNOWN_GRANT =
            new OAuthError(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
    private static final OAuthError NO_CREDENTIAL = new OAuthError(
            401, "invalid_client", 7000218, "The request body must contain 'client_assertion' or 'client_secret'.");
    private static final OAuthError NO_DEFAULT_SCOPE =
            new OAuthError(400, "invalid_scope", 1002012, "The scope of client credentials must end with /.default.");
    private static final OAuthError NO_USER =
            new OAuthError(400, "invalid_grant", 70000, "The code, assertion or refresh token is not valid.");

    private final Tokens tokens;
    private final Duration expiresIn;
    private final Duration refreshIn;
    private final AtomicLong issued = new AtomicLong();
    private final Map<String, String> usersByCode = new ConcurrentHashMap<>();

    TokenEndpoint(Tokens tokens, Duration expiresIn, Duration refreshIn) {
        this.tokens = tokens;
        this.expiresIn = expiresIn;
        this.refreshIn = refreshIn;
    }

    Map<String, Object> deviceCode(String root) {
        long number = issued.incrementAndGet();
        String page = root + "/oauth2/deviceauth";
        usersByCode.put("device-" + number, "user");
        return Map.of(
                "device_code",
                "device-" + number,
                "user_code",
                "SIM" + number,
                "verification_uri",
                page,
                "expires_in",
                900,
                "interval",
                1,
                "message",
                "To sign in, open the page " + page + " and enter the code SIM" + number + ".");
    }

    Reply token(Tenant tenant, Map<String, String> form, Ids ids, long now) {
        String grant = field(form, "grant_type").replace(URN, "");
        Optional<String> user = user(grant, form);
        return refusal(grant, form, user).map(error -> error.reply(ids)).orElseGet(() -> {
            Map<String, Object> members = grant.equals("client_credentials")
                    ? members(tenant, form, "", ids, now)
                    : withUser(members(tenant, form, user.orElse(""), ids, now), tenant, form, user.orElse(""), ids);
            return LoginServer.json(members);
        });
    }

    private Optional<String> user(String grant, Map<String, String> form) {
        return switch (grant) {
            case "jwt-bearer" -> Optional.ofNullable(form.get("assertion"));
            case "authorization_code" -> Optional.ofNullable(form.get("code"));
            case "device_code", "refresh_token" -> Optional.ofNullable(usersByCode.get(field(form, grant)));
            default -> Optional.of("");
        };
    }

    private static Optional<OAuthError> refusal(String grant, Map<String, String> form, Optional<String> user) {
        if (field(form, "client_id").isEmpty()) {
            return Optional.of(NO_CLIENT);
        }
        if (!GRANTS.contains(grant)) {
            return Optional.of(UNKNOWN_GRANT);
        }
        boolean credential = form.containsKey("client_secret") || form.containsKey("client_assertion");
        if (CONFIDENTIAL.contains(grant) && !credential) {
            return Optional.of(NO_CREDENTIAL);
        }
        boolean everything = List.of(field(form, "scope").split(" ")).stream().anyMatch(s -> s.endsWith("/.default"));
        if (grant.equals("client_credentials") && !everything) {
            return Optional.of(NO_DEFAULT_SCOPE);
        }
        return user.isEmpty() ? Optional.of(NO_USER) : Optional.empty();
    }

    private Map<String, Object> members(Tenant tenant, Map<String, String> form, String user, Ids ids, long now) {
        String token = Jwt.of(accessClaims(tenant, form, user, ids));
        tokens.issue(token, tenant, now, now + expiresIn.toNanos());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("token_type", "Bearer");
        members.put("expires_in", expiresIn.toSeconds());
        members.put("ext_expires_in", expiresIn.toSeconds());
        if (!refreshIn.isZero()) {
            members.put("refresh_in", refreshIn.toSeconds());
        }
        members.put("access_token", token);
        return members;
    }

    private Map<String, Object> withUser(
            Map<String, Object> members, Tenant tenant, Map<String, String> form, String user, Ids ids) {
        String refreshToken = "refresh-" + issued.incrementAndGet();
        usersByCode.put(refreshToken, user);
        String oid = oid(user);
        Map<String, Object> claims = claims(tenant, ids);
        claims.putAll(Map.of("aud", field(form, "client_id"), "oid", oid, "sub", oid, "name", "User"));
        claims.put("preferred_username", "user@" + tenant.domain());
        members.put("scope", field(form, "scope"));
        members.put("refresh_token", refreshToken);
        members.put("id_token", Jwt.of(claims));
        members.put("client_info", Jwt.base64("{\"uid\":\"" + oid + "\",\"utid\":\"" + tenant.id() + "\"}"));
        return members;
    }

    private Map<String, Object> accessClaims(Tenant tenant, Map<String, String> form, String user, Ids ids) {
        boolean app = field(form, "grant_type").equals("client_credentials");
        Map<String, Object> claims = claims(tenant, ids);
        claims.put("aud", audience(field(form, "scope")));
        claims.put("appid", field(form, "client_id"));
        claims.put("idtyp", app ? "app" : "user");
        claims.put("oid", oid(app ? field(form, "client_id") : user));
        claims.put(
                app ? "roles" : "scp",
                app
                        ? List.of("DeviceManagementServiceConfig.ReadWrite.All")
                        : "DeviceManagementServiceConfig.ReadWrite.All");
        claims.put("uti", "sim-" + issued.incrementAndGet());
        return claims;
    }

    private Map<String, Object> claims(Tenant tenant, Ids ids) {
        long now = ids.date().getEpochSecond();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", "https://sts.windows.net/" + tenant.id() + "/");
        claims.put("tid", tenant.id());
        claims.put("iat", now);
        claims.put("nbf", now);
        claims.put("exp", now + expiresIn.toSeconds());
        return claims;
    }

    /** The resource of the first scope that names one; else Graph's well-known id. */
    private static String audience(String scopes) {
        return List.of(scopes.split(" ")).stream()
                .filter(scope -> scope.contains("://"))
                .map(scope -> scope.substring(0, scope.lastIndexOf('/')))
                .findFirst()
                .orElse("00000003-0000-0000-c000-000000000000");
    }

    private static String oid(String user) {
        return UUID.nameUUIDFromBytes(user.getBytes(UTF_8)).toString();
    }

    private static String field(Map<String, String> form, String name) {
        return form.getOrDefault(name, "");
    }
}
