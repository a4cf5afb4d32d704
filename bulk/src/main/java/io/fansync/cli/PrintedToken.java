package io.fansync.cli;

import io.fansync.AccessToken;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A token as a command prints it: alone, or as
 * <a href="https://learn.microsoft.com/cli/azure/account#az-account-get-access-token">az account get-access-token</a> does,
 * which gives its end as seconds since 1970 in {@code expires_on} and as local time in {@code expiresOn}.
 */
final class PrintedToken {

    private static final Duration UNKNOWN_END = Duration.ofMinutes(45);
    private static final JsonMapper JSON = new JsonMapper();

    private PrintedToken() {}

    /** Empty if it is neither. */
    static Optional<AccessToken> parse(String printed) {
        try {
            if (!printed.startsWith("{")) {
                return Optional.of(new AccessToken(printed, soon()));
            }
            JsonNode json = JSON.readTree(printed);
            return Optional.of(new AccessToken(json.path("accessToken").asString(""), end(json)));
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Instant end(JsonNode json) {
        JsonNode seconds = json.path("expires_on");
        try {
            if (seconds.isIntegralNumber() && seconds.canConvertToLong()) {
                return Instant.ofEpochSecond(seconds.longValue());
            }
            String local = json.path("expiresOn").asString("").replace(' ', 'T');
            return LocalDateTime.parse(local).atZone(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeException unknown) {
            return soon();
        }
    }

    private static Instant soon() {
        return Instant.now().plus(UNKNOWN_END);
    }
}
