package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {

    private static final String NOW = "Mon, 02 Mar 2026 09:00:00 GMT";

    /** A table: as long as there are forms to read. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
                    whole seconds                                | 10                                 | PT10S
                    decimals, as the documents had them          | 2.128                              | PT2.128S
                    decimals finer than a nanosecond, rounded up | 1.0000000001                       | PT1.000000001S
                    a point without decimals                     | 7.                                 | PT7S
                    blanks in a list                              | 31 , 5 , 4                         | PT31S
                    two numbers, of which the longer counts      | 31,120                             | PT2M
                    in either order                              | 120, 31                            | PT2M
                    a list with garbage in it                    | soon, 31, -120                     | PT31S
                    hours, without a cap                         | 86400                              | PT24H
                    the longest number                           | 999999999                          | PT277777H46M39S
                    a date ahead of the response's own           | Mon, 02 Mar 2026 09:01:30 GMT      | PT1M30S
                    a date of the older form                     | Monday, 02-Mar-26 09:01:30 GMT     | PT1M30S
                    a date of the oldest form                    | Mon Mar  2 09:01:30 2026           | PT1M30S
                    a date equal to the response's own           | Mon, 02 Mar 2026 09:00:00 GMT      | PT0S
                    a date gone by                               | Mon, 02 Mar 2026 08:59:00 GMT      | PT0S
                    a date a hundred times 365 days ahead        | Wed, 06 Feb 2126 09:00:00 GMT      | PT876000H
                    a date a second beyond                       | Wed, 06 Feb 2126 09:00:01 GMT      | PT0S
                    a date beyond reckoning                      | Fri, 31 Dec 9999 23:59:59 GMT      | PT0S
                    a date that is none                          | Mon, 32 Foo 2026 09:01:30 GMT      | PT0S
                    zero                                         | 0                                  | PT0S
                    zero, with decimals                          | 0.000                              | PT0S
                    negative                                     | -5                                 | PT0S
                    not a number                                 | NaN                                | PT0S
                    infinite                                     | Infinity                           | PT0S
                    an exponent                                  | 1e9                                | PT0S
                    hexadecimal                                  | 0x10                               | PT0S
                    a unit                                       | 5s                                 | PT0S
                    more digits than time has                    | 99999999999999999999999999         | PT0S
                    one digit too many                           | 1000000000                         | PT0S
                    words                                        | please                             | PT0S
                    empty                                        | ''                                 | PT0S
                    only commas                                  | ,,                                 | PT0S
                    absent                                       | none                               | PT0S
                    """)
    void reads_every_form(String form, String value, Duration wait) {
        HttpHeaders headers = new DefaultHttpHeaders().set("Date", NOW);
        if (value != null) {
            headers.set("Retry-After", value);
        }

        assertThat(RetryAfter.of(headers)).isEqualTo(wait);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @CsvSource({
        "retry-after-ms, 1500, PT1.5S",
        "x-ms-retry-after-ms, 1500, PT1.5S",
        "X-MS-Retry-After-Ms, 0.5, PT0.0005S",
        "retry-after-ms, '250,750', PT0.75S",
    })
    void reads_milliseconds_before_seconds(String name, String value, Duration wait) {
        assertThat(RetryAfter.of(new DefaultHttpHeaders().set(name, value).set("Retry-After", "2")))
                .isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "soon", "'Mon, 02 Mar 2026 09:01:30 GMT'"})
    void falls_back_to_seconds_if_the_milliseconds_say_nothing(String millis) {
        assertThat(RetryAfter.of(new DefaultHttpHeaders()
                        .set("Date", NOW)
                        .set("retry-after-ms", millis)
                        .set("Retry-After", "2")))
                .isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void takes_the_longest_where_a_header_comes_several_times() {
        HttpHeaders headers = new DefaultHttpHeaders()
                .add("Retry-After", "3")
                .add("retry-after", "8")
                .add("Retry-After", "5");

        assertThat(RetryAfter.of(headers)).isEqualTo(Duration.ofSeconds(8));
    }

    @Test
    void cannot_judge_a_date_without_the_response_s_own() {
        assertThat(RetryAfter.of(new DefaultHttpHeaders().set("Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT")))
                .isZero();
        assertThat(RetryAfter.of(new DefaultHttpHeaders()
                        .set("Date", "today")
                        .set("Retry-After", "Fri, 01 Jan 2100 00:00:00 GMT")))
                .isZero();
    }

    @Test
    void a_date_longer_than_any_date_is_garbage() {
        String date = "Mon, 02 Mar 2026 09:01:30 GMT";
        HttpHeaders headers = new DefaultHttpHeaders().set("Date", NOW);

        assertThat(RetryAfter.of(headers.set("Retry-After", date + " ".repeat(64 - date.length()))))
                .isEqualTo(Duration.ofSeconds(90));
        assertThat(RetryAfter.of(headers.set("Retry-After", date + " ".repeat(65 - date.length()))))
                .isZero();
    }

    @Test
    void reads_header_names_in_any_case() {
        assertThat(RetryAfter.of(new DefaultHttpHeaders().set("RETRY-AFTER", "4")))
                .isEqualTo(Duration.ofSeconds(4));
        assertThat(RetryAfter.of(
                        new DefaultHttpHeaders().set("dAtE", NOW).set("retry-after", "Mon, 02 Mar 2026 09:00:09 GMT")))
                .isEqualTo(Duration.ofSeconds(9));
    }
}
