package io.fansync;

import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Date;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How long a server asks to wait (<a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110</a>), in all the
 * forms that Graph and what stands before it use: whole seconds, decimals, a list of either, a date, and milliseconds in
 * headers of their own.
 */
final class RetryAfter {

    /** A longer wait is a mistake. Up to here, counting in nanoseconds does not overflow. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}(\\.\\d*)?");
    private static final int SECONDS = 9;
    private static final int MILLIS = 6;

    private RetryAfter() {}

    /** The longest wait that the headers name, milliseconds going before seconds; zero if they name none. */
    static Duration of(HttpHeaders headers) {
        Duration exact = longest(Stream.of("retry-after-ms", "x-ms-retry-after-ms")
                .flatMap(name -> headers.getAll(name).stream())
                .flatMap(value -> numbers(value, MILLIS)));
        return exact.isZero() ? longest(inSeconds(headers)) : exact;
    }

    private static Stream<Duration> inSeconds(HttpHeaders headers) {
        String now = headers.get(HttpHeaderNames.DATE);
        return headers.getAll(HttpHeaderNames.RETRY_AFTER).stream()
                .flatMap(value -> Stream.concat(numbers(value, SECONDS), until(value, now)));
    }

    private static Duration longest(Stream<Duration> waits) {
        return waits.filter(wait -> !wait.isNegative() && wait.compareTo(LONGEST) <= 0)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Each number of a list, in units of ten to that power of nanoseconds; rounded up, so as not to come too early. */
    private static Stream<Duration> numbers(String list, int power) {
        return Stream.of(list.split(","))
                .map(String::strip)
                .filter(number -> NUMBER.matcher(number).matches())
                .map(number -> new BigDecimal(number).movePointRight(power).setScale(0, RoundingMode.CEILING))
                .map(nanos -> Duration.ofNanos(nanos.longValueExact()));
    }

    /** Counted from the server's own date: its clock and ours need not agree. */
    private static Stream<Duration> until(String end, @Nullable String now) {
        Date from = date(now);
        Date to = date(end);
        return from == null || to == null
                ? Stream.empty()
                : Stream.of(Duration.between(from.toInstant(), to.toInstant()));
    }

    private static @Nullable Date date(@Nullable String text) {
        boolean tooLong = text == null || text.length() > 64; // for Netty, which then throws
        return tooLong ? null : DateFormatter.parseHttpDate(text);
    }
}
