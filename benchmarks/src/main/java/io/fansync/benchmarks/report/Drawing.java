package io.fansync.benchmarks.report;

import io.fansync.benchmarks.report.Results.Figure;
import io.fansync.benchmarks.report.Results.Row;
import io.fansync.benchmarks.report.Results.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A page with everything, and each chart as two files: for light pages and for dark ones. */
final class Drawing {

    private static final String STYLE = """
            :root { %s color-scheme: light dark; }
            @media (prefers-color-scheme: dark) { :root { %s } }
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
              background: var(--paper); color: var(--ink); }
            p, caption, td.absent, footer { color: var(--faint); }
            table { border-collapse: collapse; width: 100%%; margin: 1rem 0; font-variant-numeric: tabular-nums; }
            td { white-space: nowrap; }
            th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid var(--floor); }
            th:first-child, td:first-child { text-align: left; }
            tr.own { font-weight: 600; color: var(--own); }
            .wide { overflow-x: auto; }
            svg { max-width: 760px; width: 100%%; height: auto; display: block; margin: .5rem 0; }
            """.formatted(Theme.LIGHT.css(), Theme.DARK.css());

    private final Results results;

    Drawing(Results results) {
        this.results = results;
    }

    void into(Path directory) throws IOException {
        Files.writeString(directory.resolve("report.html"), page());
        for (Table table : results.tables()) {
            for (String figure : table.charts()) {
                BarChart chart = new BarChart(table, figure);
                Files.writeString(directory.resolve(chart.name() + "-light.svg"), chart.svg(Theme.LIGHT));
                Files.writeString(directory.resolve(chart.name() + "-dark.svg"), chart.svg(Theme.DARK));
            }
        }
    }

    private String page() {
        Machine machine = results.machine();
        return """
                <!doctype html>
                <html lang="en">
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>fansync, measured</title>
                <style>
                %s</style>
                <h1>fansync, measured</h1>
                <p>%s · %d cores, %d GB · %s · %s · %s<br>%s, in %d minutes · <code>%s</code></p>
                <p>A figure is the median of its rounds; where there were several, all of them show on pointing at it.</p>
                %s</html>
                """.formatted(
                STYLE,
                Xml.escaped(machine.cpu()),
                machine.cores(),
                machine.memoryGigabytes(),
                Xml.escaped(machine.system()),
                Xml.escaped(machine.jdk()),
                machine.pinned() ? "client and server on cores of their own" : "client and server share the cores",
                Xml.escaped(results.date()),
                results.minutes(),
                Xml.escaped(results.command()),
                results.tables().stream().map(Drawing::section).collect(Collectors.joining()));
    }

    private static String section(Table table) {
        return "<h2>%s</h2>\n<p>%s</p>\n%s%s"
                .formatted(
                        Xml.escaped(table.title()),
                        Xml.escaped(table.about()),
                        table.charts().stream()
                                .map(figure -> new BarChart(table, figure).svg(Theme.PAGE))
                                .collect(Collectors.joining()),
                        rows(table));
    }

    private static String rows(Table table) {
        Set<String> columns = new LinkedHashSet<>();
        table.rows().forEach(row -> columns.addAll(row.figures().keySet()));
        String head = columns.stream()
                .map(column -> "<th>" + Xml.escaped(column) + "</th>")
                .collect(Collectors.joining());
        return "<div class=\"wide\"><table>\n<tr><th></th>%s</tr>\n%s</table></div>\n"
                .formatted(
                        head,
                        table.rows().stream().map(row -> row(row, columns)).collect(Collectors.joining()));
    }

    private static String row(Row row, Set<String> columns) {
        String cells = row.figures().isEmpty()
                ? "<td class=\"absent\" colspan=\"%d\">%s</td>"
                        .formatted(Math.max(1, columns.size()), Xml.escaped(row.absent()))
                : columns.stream()
                        .map(column -> cell(row.figures().get(column)))
                        .collect(Collectors.joining());
        return "<tr%s><td>%s</td>%s</tr>\n"
                .formatted(row.who().startsWith("fansync") ? " class=\"own\"" : "", Xml.escaped(row.who()), cells);
    }

    private static String cell(@Nullable Figure figure) {
        if (figure == null) {
            return "<td></td>";
        }
        String rounds = figure.rounds().stream().map(Words::of).collect(Collectors.joining(", "));
        return "<td title=\"%s\">%s %s</td>".formatted(rounds, Words.of(figure.median()), Xml.escaped(figure.unit()));
    }
}
