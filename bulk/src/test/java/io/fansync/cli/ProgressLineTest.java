package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.bulk.BulkProgress;
import io.fansync.bulk.BulkProgress.Pause;
import io.fansync.bulk.SyncTally;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static final SyncTally HALF = tally(500, 0);
    private static final Optional<Pause> PAUSE =
            Optional.of(new Pause("contoso.com", Duration.ofSeconds(37), Pause.Reason.THROTTLED));

    private static SyncTally tally(long accepted, long failed) {
        return new SyncTally(accepted, 0, 0, 0, failed, 0, 0);
    }

    private static BulkProgress progress(SyncTally settled, Duration left, int atQuota, int paused) {
        return new BulkProgress(
                settled,
                64,
                100,
                Duration.ofSeconds(10),
                settled.total() / 10.0,
                Optional.of(left),
                atQuota,
                paused,
                paused == 0 ? Optional.empty() : PAUSE);
    }

    @Test
    void says_how_far_how_fast_and_how_long() {
        assertThat(ProgressLine.of(progress(tally(482, 0), Duration.ofMillis(130_999), 0, 0), 1_000))
                .isEqualTo("482 of 1,000 (48 %), 48.2/s, 2 min 10 s left");
    }

    @Test
    void says_what_went_wrong_and_why_it_waits() {
        SyncTally settled = new SyncTally(12_004, 0, 0, 2, 3, 0, 4);

        assertThat(ProgressLine.of(progress(settled, Duration.ofHours(2), 12, 4), 1_200_900))
                .isEqualTo("12,009 of 1,200,900 (1 %), 1,201/s, 2 h 0 min left, 3 failed, 2 unknown;"
                        + " contoso.com paused 37 s (429), 3 others paused, 12 tenants at quota");
    }

    @Test
    void says_that_a_tenant_cannot_be_reached() {
        Pause pause = new Pause("contoso.com", Duration.ofSeconds(4), Pause.Reason.UNREACHABLE);

        assertThat(ProgressLine.of(
                        new BulkProgress(
                                SyncTally.NONE, 0, 2, Duration.ZERO, 0, Optional.empty(), 0, 1, Optional.of(pause)),
                        2))
                .isEqualTo("0 of 2 (0 %); contoso.com paused 4.0 s (unreachable)");
    }

    @Test
    void does_not_count_what_was_never_sent_as_done() {
        SyncTally stopped = new SyncTally(20, 0, 0, 0, 0, 0, 108);

        assertThat(ProgressLine.bar(progress(stopped, Duration.ZERO, 0, 0), 200, 60))
                .isEqualTo("[##......................] 20 of 200 (10 %), 12.8/s");
    }

    @Test
    void is_not_done_before_all_are() {
        assertThat(ProgressLine.of(progress(tally(999, 0), Duration.ZERO, 0, 0), 1_000))
                .isEqualTo("999 of 1,000 (99 %), 99.9/s");
    }

    @Test
    void draws_a_bar_as_wide_as_there_is_room() {
        BulkProgress half = progress(HALF, Duration.ofSeconds(10), 0, 0);

        assertThat(ProgressLine.bar(half, 1_000, 200))
                .isEqualTo("[############............] 500 of 1,000 (50 %), 50.0/s, 10 s left");
        assertThat(ProgressLine.bar(half, 1_000, 60))
                .hasSize(59)
                .isEqualTo("[#########.........] 500 of 1,000 (50 %), 50.0/s, 10 s left");
        assertThat(ProgressLine.bar(half, 1_000, 49)).isEqualTo("500 of 1,000 (50 %), 50.0/s, 10 s left");
    }

    @Test
    void keeps_the_news_where_there_is_room_for_little() {
        BulkProgress half = progress(tally(500, 3), Duration.ofSeconds(50), 0, 1);

        assertThat(ProgressLine.bar(half, 1_006, 60))
                .isEqualTo("50 %, 50 s left, 3 failed; contoso.com paused 37 s (429)");
        assertThat(ProgressLine.bar(half, 1_006, 40)).isEqualTo("50 %, 50 s left, 3 failed; contoso.com…");
        assertThat(ProgressLine.bar(half, 1_006, 1)).isEmpty();
        assertThat(ProgressLine.bar(half, 1_006, 0)).isEmpty();
    }
}
