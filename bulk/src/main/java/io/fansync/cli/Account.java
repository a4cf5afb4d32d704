package io.fansync.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * All that there is to tell about a run that has ended.
 *
 * @param totals what became of the connectors
 * @param traffic what Graph answered
 * @param duplicates how often a connector was named again
 * @param environment what it ran with and in, for whoever has to reproduce it
 */
record Account(
        Totals totals,
        Traffic traffic,
        long duplicates,
        Instant startedAt,
        Duration elapsed,
        Map<String, String> environment,
        Places places) {

    /** The tenants, those first that somebody should look at: in trouble, then refused, then closest to their quota. */
    List<Map.Entry<String, Totals.OfTenant>> tenants() {
        return totals.byTenant().entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Totals.OfTenant> tenant) ->
                                -tenant.getValue().troubles())
                        .thenComparing(tenant -> -tenant.getValue().tally().unsent())
                        .thenComparing(tenant -> -traffic.of(tenant.getKey()).refused())
                        .thenComparing(tenant -> -traffic.of(tenant.getKey()).busiest())
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    /** The kinds of errors, the most frequent first. */
    List<Map.Entry<String, Totals.Troubles>> errors() {
        return totals.byCode().entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Totals.Troubles> code) ->
                                -code.getValue().count())
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    /** Connectors settled in a second; those that were never sent took none. Zero if none was sent. */
    double rate() {
        if (!totals.isSent()) {
            return 0;
        }
        return (settled() - totals.tally().unsent()) * 1_000.0 / Math.max(1, elapsed.toMillis());
    }

    /** How many connectors have come to an outcome, without those of earlier runs. */
    long settled() {
        return totals.tally().total() - totals.earlier().total();
    }
}
