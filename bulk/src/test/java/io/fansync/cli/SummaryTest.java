package io.fansync.cli;

import static io.fansync.cli.Outcomes.accepted;
import static io.fansync.cli.Outcomes.failed;
import static io.fansync.cli.Outcomes.unknown;
import static io.fansync.cli.Outcomes.unsent;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Unavailable;
import io.fansync.bulk.SyncOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private final Totals totals = new Totals();
    private final Worklist worklist = new Worklist();

    private void settle(SyncOutcome outcome) {
        totals.add(outcome);
        worklist.add(outcome.connector().tenant(), outcome.connector().id());
    }

    private List<String> lines(boolean color) {
        return new Summary(totals, worklist, color).lines(Duration.ofSeconds(2), Optional.of(Path.of("out.csv")));
    }

    @Test
    void says_what_became_of_all_and_where_the_trouble_is() {
        settle(accepted("a.com", "1"));
        settle(failed("a.com", "2", new Rejected("no")));
        settle(unknown("a.com", "3", new Unavailable("504", true)));
        settle(failed("contoso.com", "1", new Rejected("no")));
        settle(unsent("contoso.com", "2"));
        worklist.add("contoso.com", "2");

        assertThat(lines(false))
                .containsExactly(
                        "outcome   connectors",
                        "accepted           1",
                        "failed             2",
                        "unknown            1",
                        "unsent             1",
                        "",
                        "worst tenants  failed  unknown  of",
                        "a.com               1        1   3",
                        "contoso.com         1        0   2",
                        "",
                        "errors       connectors  what to do",
                        "Rejected              2  no",
                        "Unavailable           1  504",
                        "",
                        "5 connectors (1 duplicate left out) of 2 tenants in 2.0 s, 2.5/s",
                        "from first request to outcome: p50 20 ms, p95 2.3 s, max 2.3 s",
                        "throttled: 1 connector, each for 1.5 s at most",
                        "results: out.csv");
    }

    @Test
    void leaves_out_what_there_is_none_of() {
        settle(unsent("a.com", "1"));

        assertThat(lines(false))
                .containsExactly(
                        "outcome   connectors",
                        "accepted           0",
                        "failed             0",
                        "unknown            0",
                        "unsent             1",
                        "",
                        "1 connector of 1 tenant in 2.0 s, 0.5/s",
                        "results: out.csv");
    }

    @Test
    void shows_the_worst_five_and_how_many_more_there_are() {
        for (int tenant = 1; tenant <= 7; tenant++) {
            for (int id = 0; id < tenant; id++) {
                settle(failed("t" + tenant, "" + id, new Rejected("no")));
            }
        }

        assertThat(lines(false))
                .containsSequence(
                        "t7                  7        0   7",
                        "t6                  6        0   6",
                        "t5                  5        0   5",
                        "t4                  4        0   4",
                        "t3                  3        0   3",
                        "… and 2 more");
    }

    @Test
    void is_coloured_where_there_is_something_to_see() {
        settle(accepted("a.com", "1"));

        assertThat(lines(true)).contains("\u001b[32maccepted           1\u001b[0m", "failed             0");
    }
}
