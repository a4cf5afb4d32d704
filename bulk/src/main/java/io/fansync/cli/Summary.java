package io.fansync.cli;

import static io.fansync.cli.TextTable.right;

import io.fansync.bulk.SyncTally;
import io.fansync.cli.Totals.Troubles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a run came to, for people. */
final class Summary {

    private static final int WORST = 5;
    private static final Comparator<Map.Entry<String, Troubles>> WORST_FIRST = Comparator.comparingLong(
                    (Map.Entry<String, Troubles> entry) -> entry.getValue().count())
            .reversed()
            .thenComparing(Map.Entry::getKey);

    private final Totals totals;
    private final Worklist worklist;
    private final boolean color;

    Summary(Totals totals, Worklist worklist, boolean color) {
        this.totals = totals;
        this.worklist = worklist;
        this.color = color;
    }

    List<String> lines(Duration elapsed, Optional<Path> results) {
        List<String> lines = new ArrayList<>(outcomes());
        lines.addAll(tenants());
        lines.addAll(codes());
        lines.add("");
        lines.add(speed(elapsed));
        lines.addAll(times());
        if (totals.throttled() > 0) {
            lines.add("throttled: " + Prose.count(totals.throttled(), "connector") + ", each for "
                    + Prose.time(totals.longestThrottled()) + " at most");
        }
        results.ifPresent(file -> lines.add("results: " + file));
        return lines;
    }

    private List<String> outcomes() {
        SyncTally tally = totals.tally();
        List<String> lines = new ArrayList<>(new TextTable()
                .row("outcome", right("connectors"))
                .row("accepted", tally.accepted())
                .row("failed", tally.failed())
                .row("unknown", tally.unknown())
                .row("unsent", tally.unsent())
                .lines());
        paint(lines, 1, tally.accepted(), "32");
        paint(lines, 2, tally.failed(), "31");
        paint(lines, 3, tally.unknown(), "33");
        paint(lines, 4, tally.unsent(), "33");
        return lines;
    }

    private void paint(List<String> lines, int line, long count, String ansi) {
        if (color && count > 0) {
            lines.set(line, "\u001b[" + ansi + "m" + lines.get(line) + "\u001b[0m");
        }
    }

    private List<String> tenants() {
        TextTable table = new TextTable().row("worst tenants", right("failed"), right("unknown"), right("of"));
        worst(totals.byTenant())
                .forEach(tenant -> table.row(
                        tenant.getKey(),
                        tenant.getValue().failed(),
                        tenant.getValue().unknown(),
                        worklist.sizeOf(tenant.getKey())));
        return section(table, totals.byTenant().size());
    }

    private List<String> codes() {
        TextTable table = new TextTable().row("errors", right("connectors"), "what to do");
        worst(totals.byCode())
                .forEach(code -> table.row(
                        Prose.excerpt(code.getKey()),
                        code.getValue().count(),
                        Prose.printable(code.getValue().hint())));
        return section(table, totals.byCode().size());
    }

    private static Stream<Map.Entry<String, Troubles>> worst(Map<String, Troubles> troubles) {
        return troubles.entrySet().stream().sorted(WORST_FIRST).limit(WORST);
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

    private String speed(Duration elapsed) {
        long settled = totals.tally().total();
        String duplicates =
                worklist.duplicates() == 0 ? "" : " (" + Prose.count(worklist.duplicates(), "duplicate") + " left out)";
        return Prose.count(settled, "connector") + duplicates + " of "
                + Prose.count(worklist.tenants().size(), "tenant") + " in " + Prose.time(elapsed) + ", "
                + ProgressLine.rate(settled * 1_000.0 / Math.max(1, elapsed.toMillis()));
    }

    private List<String> times() {
        int[] millis = totals.sortedMillis();
        return millis.length == 0
                ? List.of()
                : List.of("from first request to outcome: p50 " + percentile(millis, 50) + ", p95 "
                        + percentile(millis, 95) + ", max " + percentile(millis, 100));
    }

    /** Nearest rank. */
    private static String percentile(int[] sorted, int percent) {
        int rank = (int) Math.ceil(sorted.length * (percent / 100.0));
        return Prose.time(Duration.ofMillis(sorted[Math.max(1, rank) - 1]));
    }
}
