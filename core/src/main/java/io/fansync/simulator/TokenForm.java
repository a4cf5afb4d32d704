package io.fansync.simulator;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a client sends to the token endpoint. */
record TokenForm(Map<String, String> fields) {

    private static final String URN = "urn:ietf:params:oauth:grant-type:";
    private static final String APPLICATION = "client_credentials";
    private static final String ON_BEHALF_OF = "jwt-bearer";
    private static final Set<String> GRANTS =
            Set.of(APPLICATION, ON_BEHALF_OF, "authorization_code", "device_code", "refresh_token");

    private static final OAuthError NO_CLIENT =
            new OAuthError(400, "invalid_request", 900144, "The request body must contain 'client_id'.");
    private static final OAuthError UNKNOWN_GRANT =
            new OAuthError(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
    private static final OAuthError NO_CREDENTIAL = new OAuthError(
            401, "invalid_client", 7000218, "The request body must contain 'client_assertion' or 'client_secret'.");
    private static final OAuthError NO_DEFAULT_SCOPE =
            new OAuthError(400, "invalid_scope", 1002012, "The scope of client credentials must end with /.default.");

    static TokenForm of(String body) {
        return new TokenForm(new QueryStringDecoder(body, false)
                .parameters().entrySet().stream()
                        .collect(toUnmodifiableMap(
                                Map.Entry::getKey, field -> field.getValue().get(0))));
    }

    String field(String name) {
        return fields.getOrDefault(name, "");
    }

    String grant() {
        return field("grant_type").replace(URN, "");
    }

    boolean forApplication() {
        return grant().equals(APPLICATION);
    }

    Optional<OAuthError> refusal() {
        if (field("client_id").isEmpty()) {
            return Optional.of(NO_CLIENT);
        }
        if (!GRANTS.contains(grant())) {
            return Optional.of(UNKNOWN_GRANT);
        }
        boolean credential = fields.containsKey("client_secret") || fields.containsKey("client_assertion");
        if (!credential && (forApplication() || grant().equals(ON_BEHALF_OF))) {
            return Optional.of(NO_CREDENTIAL);
        }
        boolean wrongScope = forApplication() && scopes().noneMatch(scope -> scope.endsWith("/.default"));
        return wrongScope ? Optional.of(NO_DEFAULT_SCOPE) : Optional.empty();
    }

    /** The resource of the first scope that names one; else Graph's well-known id. */
    String audience() {
        return scopes().filter(scope -> scope.contains("://"))
                .map(scope -> scope.substring(0, scope.lastIndexOf('/')))
                .findFirst()
                .orElse("00000003-0000-0000-c000-000000000000");
    }

    private Stream<String> scopes() {
        return Stream.of(field("scope").split(" ", -1));
    }
}
