package io.fansync.cli;

import static io.fansync.cli.TextTable.right;

import io.fansync.bulk.Quota;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a run would do, and how long the quotas would hold it up. */
final class Plan {

    private static final int LARGEST = 10;

    private final Worklist worklist;
    private final Quota quota;

    Plan(Worklist worklist, Quota quota) {
        this.worklist = worklist;
        this.quota = quota;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        TextTable table = new TextTable().row("tenant", right("connectors"), right("at least"));
        largest().stream()
                .limit(LARGEST)
                .forEach(tenant -> table.row(
                        tenant.getKey(),
                        tenant.getValue().size(),
                        right(atLeast(tenant.getValue().size()))));
        lines.addAll(table.lines());
        if (worklist.tenants().size() > LARGEST) {
            lines.add("… and " + Prose.count(worklist.tenants().size() - LARGEST, "smaller tenant"));
        }
        lines.add("");
        lines.add("would sync " + Prose.count(worklist.size(), "connector") + " of "
                + Prose.count(worklist.tenants().size(), "tenant") + "; "
                + Prose.count(worklist.duplicates(), "duplicate") + " left out");
        lines.add(estimate());
        return lines;
    }

    private List<Map.Entry<String, IdSet>> largest() {
        return worklist.tenants().entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<String, IdSet> tenant) ->
                                -tenant.getValue().size())
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    private String estimate() {
        int largest = largest().stream()
                .mapToInt(tenant -> tenant.getValue().size())
                .findFirst()
                .orElse(0);
        return quota.requests() == Integer.MAX_VALUE && quota.ceiling().isEmpty()
                ? "without a quota to go by, only Graph knows how long that takes"
                : "the quotas alone make that " + atLeast(largest)
                        + " long; answers take their time, and other apps of a tenant their share";
    }

    private String atLeast(int connectors) {
        Duration belief = atLeast(connectors, quota);
        Duration ceiling =
                quota.ceiling().map(most -> atLeast(connectors, most)).orElse(Duration.ZERO);
        return Prose.time(belief.compareTo(ceiling) > 0 ? belief : ceiling);
    }

    /** The last window's share can be sent as soon as that window begins. */
    private static Duration atLeast(int connectors, Quota quota) {
        return quota.window().multipliedBy((connectors - 1) / quota.requests());
    }
}
