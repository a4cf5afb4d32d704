package io.fansync.cli;

import static io.fansync.cli.Outcomes.START;
import static io.fansync.cli.Outcomes.accepted;
import static io.fansync.cli.Outcomes.failed;
import static io.fansync.cli.Outcomes.unknown;
import static io.fansync.cli.Outcomes.unsent;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncException.Unavailable;
import io.fansync.bulk.Quota;
import io.fansync.bulk.SyncTally;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final Rejected NO = new Rejected("no");

    private final Totals totals = new Totals(SyncTally.NONE);
    private final Traffic traffic = new Traffic(() -> 0, Quota.of(100, Duration.ofSeconds(20)));

    private List<String> lines(long duplicates, Places places, boolean color) {
        Account account = new Account(totals, traffic, duplicates, START, Duration.ofSeconds(2), Map.of(), places);
        return new Summary(account, color).lines();
    }

    private List<String> lines() {
        return lines(0, new Places(Optional.empty(), Optional.empty()), false);
    }

    @Test
    void says_what_became_of_all_and_where_the_trouble_is() {
        totals.add(accepted("a.com", "1"));
        totals.add(failed("a.com", "2", new Rejected("no")));
        totals.add(unknown("a.com", "3", new Unavailable("504", true)));
        totals.add(failed("contoso.com", "1", new Rejected("no")));
        totals.add(unsent("contoso.com", "2"));
        traffic.answered("a.com", new Throttled("429", Duration.ZERO), -210_000_000);
        traffic.answered("a.com", new Rejected("no"), -20_000_000);
        Places places = new Places(
                Optional.of(Path.of("out.csv")),
                Optional.of(Path.of("out.html")),
                Optional.of(Path.of("jobs/nightly")),
                Optional.of("fansync resume nightly"));

        assertThat(lines(1, places, false))
                .containsExactly(
                        "outcome   connectors",
                        "accepted           1",
                        "failed             2",
                        "unknown            1",
                        "unsent             1",
                        "",
                        "tenant       connectors  failed  unknown  429s  longest pause  peak quota use",
                        "a.com                 3       1        1     1          1.5 s  1 of 100 in 20 s",
                        "contoso.com           2       1        0     0",
                        "",
                        "error        connectors  what to do",
                        "Rejected              2  no",
                        "Unavailable           1  504",
                        "",
                        "in all      5 connectors (1 duplicate left out) of 2 tenants in 2.0 s, 2.0/s",
                        "answers     p50 20 ms, p95 210 ms, max 210 ms",
                        "outcomes    p50 20 ms, p95 2.3 s, max 2.3 s, from the first request on",
                        "throttled   1 connector, each for 1.5 s at most",
                        "results     out.csv",
                        "report      out.html",
                        "journal     jobs" + File.separator + "nightly",
                        "go on with  fansync resume nightly");
    }

    @Test
    void leaves_out_what_there_is_none_of() {
        totals.add(unsent("a.com", "1"));

        assertThat(lines())
                .containsExactly(
                        "outcome   connectors",
                        "accepted           0",
                        "failed             0",
                        "unknown            0",
                        "unsent             1",
                        "",
                        "tenant  connectors  failed  unknown  429s  longest pause  peak quota use",
                        "a.com            1       0        0     0",
                        "",
                        "in all  1 connector of 1 tenant in 2.0 s");
    }

    @Test
    void tells_no_rate_where_nothing_was_sent() {
        totals.add(failed("a.com", "1", new Denied("no token", "")));

        assertThat(lines()).last().isEqualTo("in all  1 connector of 1 tenant in 2.0 s");
    }

    @Test
    void shows_the_five_tenants_that_matter_most_and_how_many_more_there_are() {
        for (int tenant = 1; tenant <= 7; tenant++) {
            for (int id = 0; id < tenant; id++) {
                totals.add(tenant % 2 == 0 ? accepted("t" + tenant, "" + id) : failed("t" + tenant, "" + id, NO));
            }
        }
        traffic.answered("t6", new Throttled("429", Duration.ZERO), 0);

        assertThat(lines())
                .filteredOn(line -> line.startsWith("t"))
                .extracting(line -> line.substring(0, 2))
                .containsExactly("te", "t7", "t5", "t3", "t1", "t6", "th");
        assertThat(lines()).contains("… and 2 more");
    }

    @Test
    void is_coloured_where_there_is_something_to_see() {
        totals.add(accepted("a.com", "1"));

        assertThat(lines(0, new Places(Optional.empty(), Optional.empty()), true))
                .contains("\u001b[32maccepted           1\u001b[0m", "failed             0");
    }
}
