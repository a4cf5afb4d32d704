package io.fansync.cli;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void tell_percentiles_to_three_percent_and_the_longest_exactly() {
        IntStream.rangeClosed(1, 10_000).forEach(millis -> latencies.add(ofMillis(millis)));

        assertThat(latencies.count()).isEqualTo(10_000);
        assertThat(latencies.percentile(50)).isBetween(ofMillis(5_000), ofMillis(5_160));
        assertThat(latencies.percentile(95)).isBetween(ofMillis(9_500), ofMillis(9_790));
        assertThat(latencies.percentile(100)).isEqualTo(ofMillis(10_000));
        assertThat(latencies.max()).isEqualTo(ofMillis(10_000));
    }

    @Test
    void of_one_time_are_that_time() {
        latencies.add(ofMillis(20));

        assertThat(latencies.percentile(1)).isEqualTo(ofMillis(20));
        assertThat(latencies.percentile(50)).isEqualTo(ofMillis(20));
    }

    @Test
    void count_those_in_a_range() {
        latencies.add(ofMillis(1));
        latencies.add(ofMillis(49));
        latencies.add(ofMillis(52));

        assertThat(latencies.between(Duration.ZERO, ofMillis(50))).isEqualTo(2);
        assertThat(latencies.between(ofMillis(50), ofMillis(100))).isEqualTo(1);
    }

    @Test
    void take_the_longest_time_there_is_and_one_before_it_began() {
        latencies.add(Duration.ofNanos(Long.MAX_VALUE));
        latencies.add(ofMillis(-1));

        assertThat(latencies.percentile(1)).isZero();
        assertThat(latencies.max()).isEqualTo(Duration.ofNanos(Long.MAX_VALUE / 1_000 * 1_000));
    }

    @Test
    void of_nothing_are_nothing() {
        assertThat(latencies.percentile(50)).isZero();
    }
}
