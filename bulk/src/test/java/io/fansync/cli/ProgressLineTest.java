package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.bulk.BulkProgress;
import io.fansync.bulk.BulkProgress.Pause;
import io.fansync.bulk.SyncTally;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static final Optional<Pause> PAUSE = Optional.of(new Pause("contoso.com", Duration.ofSeconds(37)));

    private static BulkProgress progress(SyncTally settled, int paused, Optional<Pause> longest) {
        return new BulkProgress(settled, 64, 100, Duration.ofSeconds(10), paused, longest);
    }

    @Test
    void says_how_far_how_fast_and_how_long() {
        BulkProgress progress = progress(new SyncTally(482, 0, 0, 0, 0), 0, Optional.empty());

        assertThat(ProgressLine.of(progress, 1_000)).isEqualTo("482 of 1,000 (48 %), 48.2/s, 11 s left");
    }

    @Test
    void says_what_went_wrong_and_why_it_waits() {
        BulkProgress progress = progress(new SyncTally(12_000, 2, 3, 0, 4), 12, PAUSE);

        assertThat(ProgressLine.of(progress, 1_200_900))
                .isEqualTo("12,009 of 1,200,900 (1 %), 1,201/s, 3 failed, 2 unknown, 4 unsent;"
                        + " contoso.com paused 37 s by Graph, 11 others");
    }

    @Test
    void names_one_pause_alone() {
        assertThat(ProgressLine.of(progress(SyncTally.NONE, 1, PAUSE), 2))
                .isEqualTo("0 of 2 (0 %); contoso.com paused 37 s by Graph");
    }

    @Test
    void has_nothing_left_at_the_end() {
        assertThat(ProgressLine.of(progress(new SyncTally(2, 0, 0, 0, 0), 0, Optional.empty()), 2))
                .isEqualTo("2 of 2 (100 %), 0.2/s");
    }

    @Test
    void is_not_done_before_all_are() {
        assertThat(ProgressLine.of(progress(new SyncTally(999, 0, 0, 0, 0), 0, Optional.empty()), 1_000))
                .startsWith("999 of 1,000 (99 %)");
    }

    @Test
    void draws_a_bar_that_fits_the_terminal() {
        BulkProgress half = progress(new SyncTally(500, 0, 0, 0, 0), 12, PAUSE);

        assertThat(ProgressLine.bar(half, 1_000, 200))
                .isEqualTo("[############............] 500 of 1,000 (50 %), 50.0/s, 10 s left;"
                        + " contoso.com paused 37 s by Graph, 11 others");
        assertThat(ProgressLine.bar(half, 1_000, 40)).hasSize(39).startsWith("[############............] 500 of");
        assertThat(ProgressLine.bar(half, 1_000, 0)).isEmpty();
    }
}
