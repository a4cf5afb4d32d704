package io.fansync.benchmarks.report;

import io.fansync.benchmarks.report.Results.Figure;
import io.fansync.benchmarks.report.Results.Row;
import io.fansync.benchmarks.report.Results.Table;
import java.util.List;
import java.util.Locale;

/** One figure of a table as horizontal bars, in SVG. */
record BarChart(Table table, String figure) {

    private static final int WIDTH = 760;
    private static final int LABELS = 230;
    private static final int BARS = WIDTH - LABELS - 110;
    private static final int TOP = 56;
    private static final int STEP = 30;

    String svg(Theme theme) {
        List<Row> rows = table.rows();
        int height = TOP + rows.size() * STEP + 12;
        double most = rows.stream().mapToDouble(this::value).max().orElse(1);
        StringBuilder svg = new StringBuilder();
        String title = table.title() + ": " + figure + unit();
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n"
                        .formatted(WIDTH, height, Xml.escaped(title)));
        svg.append("<title>%s</title>\n".formatted(Xml.escaped(title)));
        svg.append("<rect width=\"%d\" height=\"%d\" rx=\"8\" fill=\"%s\"/>\n".formatted(WIDTH, height, theme.paper()));
        svg.append(text(16, 26, theme.ink(), "font-size=\"15\" font-weight=\"600\"", table.title()));
        svg.append(text(16, 44, theme.faint(), "", figure + unit() + ", less is better"));
        for (int i = 0; i < rows.size(); i++) {
            svg.append(bar(rows.get(i), TOP + i * STEP, most <= 0 ? 1 : most, theme));
        }
        return svg.append("</svg>\n").toString();
    }

    private String bar(Row row, int y, double most, Theme theme) {
        Figure value = row.figures().get(figure);
        String label = text(LABELS - 8, y + 18, theme.ink(), "text-anchor=\"end\"", row.who());
        if (value == null) {
            return label + text(LABELS, y + 18, theme.faint(), "", row.absent());
        }
        double width = Math.max(2, value.median() / most * BARS);
        String rect = "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"20\" rx=\"3\" fill=\"%s\"/>\n"
                .formatted(LABELS, y + 4, width, theme.bar(row.who()));
        String number = Words.of(value.median()) + (value.unit().isEmpty() ? "" : " " + value.unit());
        return label + rect + text(LABELS + (int) width + 8, y + 18, theme.ink(), "", number);
    }

    private double value(Row row) {
        Figure value = row.figures().get(figure);
        return value == null ? 0 : value.median();
    }

    private String unit() {
        return table.rows().stream()
                .filter(row -> row.figures().containsKey(figure))
                .map(row -> row.figures().get(figure).unit())
                .findFirst()
                .filter(unit -> !unit.isEmpty())
                .map(unit -> " (" + unit + ")")
                .orElse("");
    }

    private static String text(int x, int y, String colour, String more, String text) {
        return "<text x=\"%d\" y=\"%d\" fill=\"%s\" %s>%s</text>\n".formatted(x, y, colour, more, Xml.escaped(text));
    }

    /** {@code cost-64-cpu}. */
    String name() {
        return table.id() + "-"
                + figure.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }
}
