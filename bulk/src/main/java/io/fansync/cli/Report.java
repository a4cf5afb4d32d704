package io.fansync.cli;

import static io.fansync.cli.TextTable.right;

import io.fansync.bulk.SyncTally;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run on one page that needs nothing else: no script, no network, no other file. */
final class Report {

    private static final int MOST_TENANTS = 1_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final Account account;
    private final Totals totals;
    private final SyncTally tally;
    private final Markup page = new Markup();

    private Report(Account account) {
        this.account = account;
        this.totals = account.totals();
        this.tally = totals.tally();
    }

    /** The page, as HTML. */
    static String of(Account account) {
        return new Report(account).page();
    }

    private String page() {
        head();
        page.open("body").open("main").line();
        header();
        charts();
        errors();
        tenants();
        environment();
        page.close().close().close();
        return "<!doctype html>\n" + page + "\n";
    }

    private void head() {
        page.open("html", "lang", "en").open("head");
        page.leaf("meta", "charset", "utf-8");
        page.leaf("meta", "http-equiv", "Content-Security-Policy", "content", StyleSheet.policy());
        page.leaf("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.leaf("meta", "name", "color-scheme", "content", "light dark");
        page.element("title", "fansync: " + headline())
                .style(StyleSheet.TEXT)
                .close()
                .line();
    }

    private String headline() {
        long all = tally.total() - tally.skipped();
        return tally.acceptedInAll() == all
                ? Prose.count(all, "connector") + " accepted"
                : Prose.count(tally.acceptedInAll()) + " of " + Prose.count(all, "connector") + " accepted";
    }

    private void header() {
        page.open("header").element("p", "fansync report", "class", "brand");
        page.element("h1", headline());
        page.element(
                "p",
                Prose.count(totals.byTenant().size(), "tenant") + " · " + Prose.time(account.elapsed()) + " · from "
                        + TIME.format(account.startedAt().truncatedTo(ChronoUnit.SECONDS)));
        outcomes();
        page.close().line();
        page.open("dl", "class", "tiles");
        tile("per second", ProgressLine.rate(account.rate()).replace("/s", ""));
        tile("answers, 95 % within", Prose.time(account.traffic().latencies().percentile(95)));
        tile("429s", Prose.count(account.traffic().timeline().total(Timeline.Kind.THROTTLED)));
        tile("longest pause", totals.throttled() == 0 ? "none" : Prose.time(totals.longestThrottled()));
        page.close().line();
    }

    private void tile(String name, String value) {
        page.open("div").element("dt", name).element("dd", value).close();
    }

    private void outcomes() {
        Map<String, Long> outcomes = new LinkedHashMap<>();
        if (tally.confirmed() + tally.unconfirmed() > 0) {
            outcomes.put("confirmed", tally.confirmed());
            outcomes.put("unconfirmed", tally.unconfirmed());
        }
        outcomes.put("accepted", tally.accepted());
        outcomes.put("failed", tally.failed());
        outcomes.put("unknown", tally.unknown());
        outcomes.put("unsent", tally.unsent());
        outcomes.values().removeIf(count -> count == 0);
        shares(outcomes);
        Map<String, String> legend = new LinkedHashMap<>();
        outcomes.forEach((name, count) -> legend.put(name, Prose.count(count) + " " + name));
        legend(legend);
    }

    private void shares(Map<String, Long> outcomes) {
        double all = outcomes.values().stream().mapToLong(Long::longValue).sum();
        page.open(
                "svg", "class", "shares", "viewBox", "0 0 960 12", "preserveAspectRatio", "none", "aria-hidden", true);
        double x = 0;
        for (Map.Entry<String, Long> outcome : outcomes.entrySet()) {
            double width = outcome.getValue() / all * 960;
            page.leaf("rect", "class", outcome.getKey(), "x", x, "y", 0, "width", width, "height", 12);
            x += width;
        }
        page.close();
    }

    private void charts() {
        Traffic traffic = account.traffic();
        if (traffic.timeline().steps() > 0) {
            section("Answers over time");
            new TimelineChart(traffic.timeline()).draw(page);
            Map<String, String> legend = new LinkedHashMap<>();
            legend.put("accepted", "accepted, per second");
            legend.put("throttled", "refused with a 429");
            legend.put("failed", "failed or rejected");
            legend(legend);
            page.close().line();
            section("Time from request to answer");
            new LatencyChart(traffic.latencies()).draw(page);
            note("Half of the answers came within " + percentiles(traffic.latencies()));
            note("Half of the connectors were settled within " + percentiles(totals.latencies())
                    + " That is from the first request to the outcome, waits included.");
            page.close().line();
        }
    }

    private static String percentiles(Latencies times) {
        return Prose.time(times.percentile(50)) + ", 95 % within " + Prose.time(times.percentile(95))
                + ", the last within " + Prose.time(times.max()) + ".";
    }

    private void errors() {
        if (!account.errors().isEmpty()) {
            section("Errors");
            ReportTable.draw(
                    page,
                    List.of("error", right("connectors"), "what to do"),
                    account.errors().stream()
                            .map(error -> List.of(
                                    Prose.excerpt(error.getKey()),
                                    error.getValue().count(),
                                    error.getValue().hint())));
            page.close().line();
        }
    }

    private void tenants() {
        List<Map.Entry<String, Totals.OfTenant>> tenants = account.tenants();
        section("Tenants");
        ReportTable.draw(
                page,
                List.of(
                        "tenant",
                        right("connectors"),
                        right("accepted"),
                        right("failed"),
                        right("unknown"),
                        right("unsent"),
                        right("429s"),
                        "longest pause",
                        "peak quota use"),
                tenants.stream().limit(MOST_TENANTS).map(tenant -> row(tenant.getKey(), tenant.getValue())));
        if (tenants.size() > MOST_TENANTS) {
            note("… and " + Prose.count(tenants.size() - MOST_TENANTS) + " more, none of them worse off.");
        }
        page.close().line();
    }

    private List<Object> row(String tenant, Totals.OfTenant of) {
        SyncTally counts = of.tally();
        return List.of(
                tenant,
                counts.total() - counts.skipped(),
                counts.acceptedInAll(),
                counts.failed(),
                counts.unknown(),
                counts.unsent(),
                account.traffic().of(tenant).refused(),
                of.longestThrottled().isZero() ? "" : Prose.time(of.longestThrottled()),
                new ReportTable.Meter(
                        account.traffic().quotaUse(tenant), account.traffic().quotaShare(tenant)));
    }

    private void environment() {
        section("Environment");
        page.open("dl", "class", "facts");
        account.environment().forEach((name, value) -> page.element("dt", name).element("dd", value));
        account.places()
                .results()
                .ifPresent(file -> page.element("dt", "Results").element("dd", file.toString()));
        account.places()
                .goOn()
                .ifPresent(command -> page.element("dt", "To go on").element("dd", command));
        page.close();
        note("Accepted means that Microsoft Graph took the request, not that Exchange has been synced.");
        page.close().line();
    }

    private void section(String title) {
        page.open("section").element("h2", title);
    }

    private void note(String text) {
        page.element("p", text, "class", "note");
    }

    private void legend(Map<String, String> kinds) {
        page.open("ul", "class", "legend");
        kinds.forEach((kind, name) -> page.element("li", name, "class", kind));
        page.close();
    }
}
