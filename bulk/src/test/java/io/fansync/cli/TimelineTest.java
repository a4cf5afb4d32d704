package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.cli.Timeline.Kind;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private final Timeline timeline = new Timeline();

    private void add(Kind kind, Duration at) {
        timeline.add(kind, at.toNanos());
    }

    @Test
    void counts_each_kind_in_its_step() {
        add(Kind.ACCEPTED, Duration.ofMillis(0));
        add(Kind.ACCEPTED, Duration.ofMillis(99));
        add(Kind.THROTTLED, Duration.ofMillis(250));

        assertThat(timeline.steps()).isEqualTo(3);
        assertThat(timeline.step()).isEqualTo(Duration.ofMillis(100));
        assertThat(timeline.count(Kind.ACCEPTED, 0)).isEqualTo(2);
        assertThat(timeline.count(Kind.THROTTLED, 2)).isEqualTo(1);
    }

    @Test
    void loses_nothing_where_the_steps_grow() {
        IntStream.range(0, 100_000).forEach(second -> add(Kind.values()[second % 3], Duration.ofSeconds(second)));

        assertThat(timeline.steps()).isBetween(120, 240);
        assertThat(timeline.step().multipliedBy(timeline.steps())).isGreaterThanOrEqualTo(Duration.ofSeconds(99_999));
        assertThat(timeline.total(Kind.ACCEPTED)).isEqualTo(33_334);
        assertThat(timeline.total(Kind.THROTTLED)).isEqualTo(33_333);
        assertThat(timeline.count(Kind.FAILED, 0)).isEqualTo(273);
    }
}
