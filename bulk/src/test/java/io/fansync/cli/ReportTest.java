package io.fansync.cli;

import static io.fansync.cli.Outcomes.START;
import static io.fansync.cli.Outcomes.accepted;
import static io.fansync.cli.Outcomes.failed;
import static io.fansync.cli.Outcomes.unsent;
import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.Connector;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Throttled;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.Quota;
import io.fansync.bulk.SyncTally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final String HOSTILE = "\"><script>document.title='owned'</script><img src=x onerror=alert(1)>";

    private final Totals totals = new Totals(SyncTally.NONE);
    private final Traffic traffic = new Traffic(() -> 0, Quota.of(100, Duration.ofSeconds(20)));
    private Map<String, String> environment = Map.of("Java", "17");
    private Places places = new Places(Optional.empty(), Optional.empty());

    private String page() {
        return Report.of(new Account(totals, traffic, 0, START, Duration.ofSeconds(2), environment, places));
    }

    @Test
    void tells_what_became_of_all() {
        totals.add(accepted("a.com", "1"));
        totals.add(failed("a.com", "2", new Rejected("no such thing")));
        totals.add(unsent("b.com", "1"));
        traffic.answered("a.com", new SyncReceipt(new Connector("a.com", "1"), SyncType.DELTA), -50_000_000);
        traffic.answered("a.com", new Throttled("429", Duration.ZERO), -50_000_000);

        assertThat(page())
                .contains("<h1>1 of 3 connectors accepted</h1>")
                .contains("2 tenants · 2.0 s · from 2026-11-20 08:00:00 UTC")
                .contains("<td>Rejected</td><td class=\"number\">1</td><td>no such thing</td>")
                .contains("<span>1 of 100 in 20 s</span>")
                .contains("<dt>Java</dt><dd>17</dd>");
    }

    @Test
    void says_in_words_what_its_charts_show() {
        traffic.answered("a.com", new SyncReceipt(new Connector("a.com", "1"), SyncType.DELTA), -50_000_000);

        assertThat(page())
                .contains("role=\"img\" aria-labelledby=\"timeline-title timeline-text\"")
                .contains("In 100 ms Graph accepted 1 requests, refused 0 with a 429, and failed or rejected 0.")
                .contains("1 answers: half of them within 50 ms, 95 % within 50 ms, the last within 50 ms.");
    }

    @Test
    void of_a_run_that_asked_nothing_has_no_charts() {
        totals.add(unsent("b.com", "1"));

        assertThat(page()).contains("<h1>0 of 1 connector accepted</h1>").doesNotContain("role=\"img\"");
    }

    @Test
    void holds_no_markup_but_its_own_whatever_names_there_are() {
        totals.add(failed("a.com", "1", new Rejected(HOSTILE)));
        environment = Map.of(HOSTILE, HOSTILE);
        places = new Places(Optional.of(Path.of("a<b>.csv")), Optional.empty(), Optional.empty(), Optional.of(HOSTILE));

        assertThat(page())
                .contains("&lt;script&gt;")
                .doesNotContainPattern("(?i)<(script|img|b>|iframe|object|embed|link|a |form)")
                .doesNotContainPattern("<[^>]* on\\w+=");
    }

    @Test
    void loads_nothing() {
        totals.add(accepted("a.com", "1"));

        assertThat(page())
                .contains("default-src &#39;none&#39;; style-src &#39;sha256-")
                .doesNotContainPattern("(?i)(src|href|url|@import)\\s*[=(]")
                .doesNotContain("http:", "https:", "style=");
    }

    @Test
    void closes_what_it_opens() {
        totals.add(failed("a.com", "1", new Rejected("no")));
        traffic.answered("a.com", new Rejected("no"), -50_000_000);
        String page = page();

        for (String name :
                new String[] {"html", "head", "body", "main", "section", "svg", "table", "tr", "td", "dl", "ul"}) {
            assertThat(count(page, "<" + name + "[ >]")).as(name).isEqualTo(count(page, "</" + name + ">"));
        }
    }

    @Test
    void stays_small_however_long_the_run() {
        for (int i = 0; i < 5_000; i++) {
            totals.add(accepted("tenant-" + i + ".example", "1"));
            traffic.answered("tenant-" + i + ".example", new Rejected("no"), -i * 1_000_000L);
        }

        assertThat(page()).hasSizeLessThan(1_000_000).contains("… and 4,000 more, none of them worse off.");
    }

    private static long count(String page, String pattern) {
        return Pattern.compile(pattern).matcher(page).results().count();
    }
}
