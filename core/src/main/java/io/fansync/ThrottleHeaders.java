package io.fansync;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What some of Graph's workloads tell of a limit beside {@code Retry-After}: the RateLimit fields
 * (<a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/">draft</a>) and the x-ms-throttle ones
 * (<a href="https://learn.microsoft.com/graph/throttling-limits">identity and access</a>). Used where nothing better came.
 */
final class ThrottleHeaders {

    /** More digits are no time to wait, but a time of day. */
    private static final String SECONDS = "(\\d{1,5})";

    private static final Pattern RESET = Pattern.compile("\\s*" + SECONDS + "(\\.\\d*)?\\s*");
    private static final Pattern POLICY_RESET = Pattern.compile(";\\s*t\\s*=\\s*" + SECONDS + "\\b");
    private static final List<String> LIMIT =
            List.of("x-ms-throttle-scope", "x-ms-throttle-information", "x-ms-throttle-limit-percentage");

    private ThrottleHeaders() {}

    /** When the quota is refilled, counted from the answer; zero if that is not told. */
    static Duration reset(HttpHeaders headers) {
        return Stream.concat(
                        headers.getAll("RateLimit-Reset").stream()
                                .map(RESET::matcher)
                                .filter(Matcher::matches),
                        headers.getAll("RateLimit").stream()
                                .flatMap(policies -> Stream.of(policies.split(",")))
                                .map(POLICY_RESET::matcher)
                                .filter(Matcher::find))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds.group(1))))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Which limit was hit, in Graph's own words; empty if it does not say. */
    static String limit(HttpHeaders headers, SentToken token) {
        String told = LIMIT.stream()
                .filter(headers::contains)
                .map(name -> name.substring("x-ms-throttle-".length()) + " "
                        + PlainText.of(token.removedFrom(headers.get(name, ""))))
                .collect(Collectors.joining(", "));
        return told.isEmpty() ? "" : "The limit that was hit: " + told + ".";
    }
}
