package io.fansync.simulator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Issues tokens as Entra's <a
 * href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">token endpoint</a> does.
 * Any client, secret, assertion and authorization code will do, but what must be there must be there. A device code
 * counts as entered by its user at once.
 */
final class TokenEndpoint {

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

    Reply deviceCode(String root) {
        String number = Long.toString(issued.incrementAndGet());
        String page = root + "/oauth2/deviceauth";
        usersByCode.put("device-" + number, "user");
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("user_code", "SIM" + number);
        members.put("device_code", "device-" + number);
        members.put("verification_uri", page);
        members.put("expires_in", 900);
        members.put("interval", 1);
        members.put("message", "To sign in, open the page " + page + " and enter the code SIM" + number + ".");
        return Reply.json(members);
    }

    Reply token(Tenant tenant, TokenForm form, Ids ids, long now) {
        Optional<String> user = user(form);
        Optional<OAuthError> refusal =
                form.refusal().or(() -> user.isEmpty() ? Optional.of(NO_USER) : Optional.empty());
        return refusal.map(error -> error.reply(ids)).orElseGet(() -> {
            Jwt.Subject subject = new Jwt.Subject(tenant, form, user.orElse(""), ids.date(), expiresIn);
            return Reply.json(form.forApplication() ? members(subject, now) : membersForUser(subject, now));
        });
    }

    /** Who the token will be for; empty if what was sent to say so is missing or was not issued here. */
    private Optional<String> user(TokenForm form) {
        return switch (form.grant()) {
            case "jwt-bearer" -> Optional.ofNullable(form.fields().get("assertion"));
            case "authorization_code" -> Optional.ofNullable(form.fields().get("code"));
            case "device_code", "refresh_token" -> Optional.ofNullable(usersByCode.get(form.field(form.grant())));
            default -> Optional.of(form.field("client_id"));
        };
    }

    private Map<String, Object> members(Jwt.Subject subject, long now) {
        String token = Jwt.access(subject, issued.incrementAndGet());
        tokens.issue(token, subject.tenant(), now, now + expiresIn.toNanos());
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

    private Map<String, Object> membersForUser(Jwt.Subject subject, long now) {
        String refreshToken = "refresh-" + issued.incrementAndGet();
        usersByCode.put(refreshToken, subject.user());
        Map<String, Object> members = members(subject, now);
        members.put("scope", subject.form().field("scope"));
        members.put("refresh_token", refreshToken);
        members.put("id_token", Jwt.id(subject));
        members.put("client_info", Jwt.clientInfo(subject));
        return members;
    }
}
