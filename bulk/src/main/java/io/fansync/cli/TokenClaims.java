package io.fansync.cli;

import io.fansync.GraphCloud;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a token says about itself
 * (<a href="https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference">access token claims</a>).
 */
final class TokenClaims {

    private static final String GRAPH_APP = "00000003-0000-0000-c000-000000000000";
    private static final Pattern GUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Set<String> PERMISSIONS =
            Set.of("DeviceManagementServiceConfig.ReadWrite.All", "DeviceManagementConfiguration.ReadWrite.All");

    private final JsonNode claims;

    private TokenClaims(JsonNode claims) {
        this.claims = claims;
    }

    /** Empty if it is not for us to read. */
    static Optional<TokenClaims> of(String token) {
        String[] parts = token.split("\\.");
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode claims = JsonMapper.shared()
                    .readTree(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            return claims.isObject() ? Optional.of(new TokenClaims(claims)) : Optional.empty();
        } catch (IllegalArgumentException | JacksonException opaque) {
            return Optional.empty();
        }
    }

    /** Those that matter, on one line. */
    String line() {
        List<String> parts = new ArrayList<>();
        Stream.of("aud", "tid", "appid", "azp", "scp")
                .forEach(name -> text(name).ifPresent(value -> parts.add(name + " " + value)));
        if (!roles().isEmpty()) {
            parts.add("roles " + String.join(" ", roles()));
        }
        expiry().ifPresent(exp -> parts.add("exp " + exp));
        return Prose.printable(String.join(", ", parts));
    }

    /** Why Graph will not take it, as far as that shows. */
    List<String> problems(GraphCloud cloud, String tenant, Instant now) {
        List<String> problems = new ArrayList<>();
        expiry().filter(end -> !end.isAfter(now))
                .ifPresent(end -> problems.add("expired " + Prose.time(Duration.between(end, now)) + " ago"));
        text("aud")
                .filter(audience -> !serves(audience, cloud))
                .ifPresent(audience -> problems.add("is for " + audience + " (aud), not for Graph"));
        text("tid")
                .filter(id -> GUID.matcher(tenant).matches() && !id.equalsIgnoreCase(tenant))
                .ifPresent(id -> problems.add("is of another tenant (tid)"));
        if (Stream.concat(roles().stream(), scopes()).noneMatch(PERMISSIONS::contains)) {
            problems.add("holds neither DeviceManagementServiceConfig.ReadWrite.All nor"
                    + " DeviceManagementConfiguration.ReadWrite.All; grant one, with admin consent");
        }
        return problems;
    }

    private static boolean serves(String audience, GraphCloud cloud) {
        return audience.equals(GRAPH_APP)
                || audience.replaceFirst("/$", "")
                        .equalsIgnoreCase(cloud.graph().toString());
    }

    private List<String> roles() {
        return claims.path("roles").values().stream()
                .map(role -> role.asString(""))
                .toList();
    }

    private Stream<String> scopes() {
        return text("scp").stream().flatMap(scopes -> Stream.of(scopes.split(" ")));
    }

    private Optional<Instant> expiry() {
        JsonNode seconds = claims.path("exp");
        try {
            return seconds.isIntegralNumber() && seconds.canConvertToLong()
                    ? Optional.of(Instant.ofEpochSecond(seconds.longValue()))
                    : Optional.empty();
        } catch (DateTimeException beyondAllTime) {
            return Optional.empty();
        }
    }

    private Optional<String> text(String name) {
        return Optional.of(claims.path(name).asString("")).filter(value -> !value.isEmpty());
    }
}
