package io.fansync;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The claims that Graph wants of a new token
 * (<a href="https://learn.microsoft.com/entra/identity-platform/claims-challenge">claims challenge</a>).
 */
final class ClaimsChallenge {

    /**
     * One parameter of a challenge. Reading them one after the other keeps what a quoted value holds from being taken for
     * further parameters, and need not know where a PoP challenge ends and a Bearer challenge begins.
     */
    private static final Pattern PARAMETER =
            Pattern.compile("\\b(\\w++)\\s*+=\\s*+(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\\s,\"]++))");

    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");

    private ClaimsChallenge() {}

    /** As JSON; empty if Graph asks for none. */
    static String of(HttpHeaders headers) {
        return headers.getAll(HttpHeaderNames.WWW_AUTHENTICATE).stream()
                .flatMap(challenge -> PARAMETER.matcher(challenge).results())
                .filter(parameter -> parameter.group(1).equalsIgnoreCase("claims"))
                .map(parameter -> Base64Text.decoded(value(parameter)))
                .filter(ClaimsChallenge::isJsonObject)
                .findFirst()
                .orElse("");
    }

    private static String value(MatchResult parameter) {
        return parameter.group(2) == null
                ? parameter.group(3)
                : ESCAPED.matcher(parameter.group(2)).replaceAll("$1");
    }

    private static boolean isJsonObject(String text) {
        try {
            return JsonMapper.shared().readTree(text).isObject();
        } catch (JacksonException malformed) {
            return false;
        }
    }
}
