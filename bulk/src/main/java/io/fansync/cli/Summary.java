package io.fansync.cli;

import static io.fansync.cli.TextTable.right;

import io.fansync.bulk.SyncTally;
import java.util.ArrayList;
import java.util.List;

/** What a run came to, for people. */
final class Summary {

    private static final int WORST = 5;

    private final Account account;
    private final boolean color;

    Summary(Account account, boolean color) {
        this.account = account;
        this.color = color;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>(outcomes());
        lines.addAll(tenants());
        lines.addAll(errors());
        lines.add("");
        lines.addAll(facts().lines());
        return lines;
    }

    private List<String> outcomes() {
        SyncTally tally = account.totals().tally();
        TextTable table = new TextTable().row("outcome", right("connectors"));
        if (tally.confirmed() + tally.unconfirmed() > 0) {
            table.row("confirmed", tally.confirmed()).row("unconfirmed", tally.unconfirmed());
        }
        List<String> lines = new ArrayList<>(table.row("accepted", tally.accepted())
                .row("failed", tally.failed())
                .row("unknown", tally.unknown())
                .row("unsent", tally.unsent())
                .lines());
        int last = lines.size() - 1;
        paint(lines, 1, tally.confirmed(), "32");
        paint(lines, last - 3, tally.accepted(), "32");
        paint(lines, last - 2, tally.failed(), "31");
        paint(lines, last - 1, tally.unknown(), "33");
        paint(lines, last, tally.unsent(), "33");
        return lines;
    }

    private void paint(List<String> lines, int line, long count, String ansi) {
        if (color && count > 0) {
            lines.set(line, "\u001b[" + ansi + "m" + lines.get(line) + "\u001b[0m");
        }
    }

    private List<String> tenants() {
        TextTable table = new TextTable()
                .row(
                        "tenant",
                        right("connectors"),
                        right("failed"),
                        right("unknown"),
                        right("429s"),
                        right("longest pause"),
                        "peak quota use");
        account.tenants().stream().limit(WORST).forEach(tenant -> tenant(table, tenant.getKey(), tenant.getValue()));
        return section(table, account.tenants().size());
    }

    private void tenant(TextTable table, String name, Totals.OfTenant of) {
        table.row(
                name,
                of.tally().total() - of.tally().skipped(),
                of.tally().failed(),
                of.tally().unknown(),
                account.traffic().of(name).refused(),
                right(of.longestThrottled().isZero() ? "" : Prose.time(of.longestThrottled())),
                account.traffic().quotaUse(name));
    }

    private List<String> errors() {
        TextTable table = new TextTable().row("error", right("connectors"), "what to do");
        account.errors().stream()
                .limit(WORST)
                .forEach(error -> table.row(
                        Prose.excerpt(error.getKey()),
                        error.getValue().count(),
                        Prose.printable(error.getValue().hint())));
        return section(table, account.errors().size());
    }

    private static List<String> section(TextTable table, int size) {
        if (size == 0) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(""));
        lines.addAll(table.lines());
        if (size > WORST) {
            lines.add("… and " + Prose.count(size - WORST) + " more");
        }
        return lines;
    }

    private TextTable facts() {
        Totals totals = account.totals();
        TextTable facts = new TextTable().row("in all", inAll());
        if (totals.earlier().total() > 0) {
            facts.row(
                    "earlier",
                    Prose.count(totals.earlier().total(), "connector") + " settled by earlier runs of the job");
        }
        times(facts, "answers", account.traffic().latencies());
        times(facts, "outcomes", totals.latencies());
        if (totals.throttled() > 0) {
            facts.row(
                    "throttled",
                    Prose.count(totals.throttled(), "connector") + ", each for " + Prose.time(totals.longestThrottled())
                            + " at most");
        }
        Places places = account.places();
        places.results().ifPresent(file -> facts.row("results", file.toString()));
        places.report().ifPresent(file -> facts.row("report", file.toString()));
        places.journal().ifPresent(file -> facts.row("journal", file.toString()));
        places.goOn().ifPresent(command -> facts.row("go on with", command));
        return facts;
    }

    private String inAll() {
        String duplicates =
                account.duplicates() == 0 ? "" : " (" + Prose.count(account.duplicates(), "duplicate") + " left out)";
        return Prose.count(account.settled(), "connector") + duplicates + " of "
                + Prose.count(account.totals().byTenant().size(), "tenant") + " in "
                + Prose.time(account.elapsed())
                + (account.totals().isSent() ? ", " + ProgressLine.rate(account.rate()) : "");
    }

    private static void times(TextTable facts, String what, Latencies times) {
        if (times.count() > 0) {
            facts.row(
                    what,
                    "p50 " + Prose.time(times.percentile(50)) + ", p95 " + Prose.time(times.percentile(95)) + ", max "
                            + Prose.time(times.max())
                            + (what.equals("answers") ? "" : ", from the first request on"));
        }
    }
}
