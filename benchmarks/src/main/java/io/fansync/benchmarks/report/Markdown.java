package io.fansync.benchmarks.report;

import io.fansync.benchmarks.report.Results.Row;
import io.fansync.benchmarks.report.Results.Table;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The tables and charts as a page that a repository shows beside the files. */
record Markdown(Results results) {

    String page() {
        Machine machine = results.machine();
        String facts = "%s, %d cores, %d GB, %s, %s; %s. %s, `%s`"
                .formatted(
                        machine.cpu(),
                        machine.cores(),
                        machine.memoryGigabytes(),
                        machine.system(),
                        machine.jdk(),
                        machine.pinned()
                                ? "client and server on cores of their own"
                                : "client and server share the cores",
                        results.date(),
                        results.command());
        return "# fansync, measured\n\n" + facts + "\n\n"
                + results.tables().stream().map(Markdown::section).collect(Collectors.joining("\n"));
    }

    private static String section(Table table) {
        return "## %s\n\n%s\n\n%s%s"
                .formatted(
                        table.title(),
                        table.about(),
                        table.charts().stream()
                                .map(figure -> picture(new BarChart(table, figure)))
                                .collect(Collectors.joining()),
                        rows(table));
    }

    private static String picture(BarChart chart) {
        return """
                <picture>
                  <source media="(prefers-color-scheme: dark)" srcset="%1$s-dark.svg">
                  <img alt="%2$s" src="%1$s-light.svg">
                </picture>

                """.formatted(chart.name(), Xml.escaped(chart.table().title() + ": " + chart.figure()));
    }

    private static String rows(Table table) {
        Set<String> columns = new LinkedHashSet<>();
        table.rows().forEach(row -> columns.addAll(row.figures().keySet()));
        return "| | " + String.join(" | ", columns) + " |\n|---|"
                + String.join("", Collections.nCopies(columns.size(), "---:|")) + "\n"
                + table.rows().stream().map(row -> row(row, columns)).collect(Collectors.joining());
    }

    private static String row(Row row, Set<String> columns) {
        String cells = row.figures().isEmpty()
                ? row.absent()
                : columns.stream()
                        .map(column -> row.figures().containsKey(column)
                                ? Words.of(row.figures().get(column))
                                : "")
                        .collect(Collectors.joining(" | "));
        return "| " + row.who() + " | " + cells + " |\n";
    }
}
