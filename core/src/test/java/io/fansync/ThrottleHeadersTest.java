package io.fansync;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncAnswer.Trace;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThrottleHeadersTest {

    private static SyncException judged(int status, HttpHeaders headers) {
        return GraphErrors.judge(
                "contoso.com/42", new Trace(status, "", "", "", ""), headers, new byte[0], new SentToken(""));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            RateLimit-Reset | 30                                  | PT30S
            ratelimit-reset | 7.5                                 | PT7S
            RateLimit-Reset | 0                                   | PT0S
            RateLimit-Reset | 1772442000                          | PT0S
            RateLimit-Reset | -4                                  | PT0S
            RateLimit-Reset | soon                                | PT0S
            RateLimit       | "default";r=0;t=12                  | PT12S
            RateLimit       | "burst";r=3; t=2, "daily";r=0;t=600 | PT10M
            RateLimit       | "default";r=0                       | PT0S
            RateLimit-Limit | 120                                 | PT0S
            """)
    void a_refill_that_is_told_is_waited_for_where_retry_after_is_missing(String name, String value, Duration wait) {
        SyncException refusal = judged(429, new DefaultHttpHeaders().set(name, value));

        assertThat(refusal)
                .isInstanceOfSatisfying(
                        Throttled.class,
                        throttled -> assertThat(throttled.retryAfter()).isEqualTo(wait));
    }

    @Test
    void retry_after_goes_before_it() {
        HttpHeaders headers = new DefaultHttpHeaders().set("Retry-After", "3").set("RateLimit-Reset", "60");

        assertThat(((Throttled) judged(429, headers)).retryAfter()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void a_503_with_a_refill_and_without_retry_after_is_no_throttling() {
        assertThat(judged(503, new DefaultHttpHeaders().set("RateLimit-Reset", "60")))
                .isInstanceOf(Unavailable.class);
    }

    @Test
    void the_limit_that_was_hit_is_in_the_hint() {
        HttpHeaders headers = new DefaultHttpHeaders()
                .set("X-MS-Throttle-Scope", "Tenant_Application/ReadWrite/app/tenant")
                .set("x-ms-throttle-limit-percentage", "1.2");

        assertThat(judged(429, headers).hint())
                .isEqualTo(
                        "The limit that was hit: scope Tenant_Application/ReadWrite/app/tenant, limit-percentage 1.2.");
        assertThat(judged(429, new DefaultHttpHeaders()).hint()).isEmpty();
    }
}
