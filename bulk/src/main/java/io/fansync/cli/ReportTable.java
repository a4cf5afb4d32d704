package io.fansync.cli;

import java.util.List;
import java.util.stream.Stream;

/** A table of the report: numbers to the right, everything else to the left. */
final class ReportTable {

    private ReportTable() {}

    /** A text with a bar for what it says. */
    record Meter(String text, double share) {}

    private static void meter(Markup page, Meter meter) {
        page.open("td", "class", "meter").element("span", meter.text());
        if (meter.share() > 0) {
            page.open("svg", "viewBox", "0 0 100 6", "preserveAspectRatio", "none", "aria-hidden", true);
            page.leaf("rect", "class", "rest", "width", 100, "height", 6);
            page.leaf("rect", "class", "accepted", "width", 100 * Math.min(1, meter.share()), "height", 6);
            page.close();
        }
        page.close();
    }

    /** @param head the columns' names; one by {@link TextTable#right} stands over numbers */
    static void draw(Markup page, List<Object> head, Stream<List<Object>> rows) {
        page.open("div", "class", "wide").open("table").open("thead").open("tr");
        head.forEach(name ->
                page.element("th", name.toString(), "scope", "col", "class", name instanceof String ? "" : "number"));
        page.close().close().open("tbody").line();
        rows.forEach(row -> {
            page.open("tr");
            row.forEach(value -> cell(page, value));
            page.close().line();
        });
        page.close().close().close();
    }

    private static void cell(Markup page, Object value) {
        if (value instanceof Meter meter) {
            meter(page, meter);
        } else if (value instanceof Number number) {
            page.element(
                    "td", Prose.count(number.longValue()), "class", number.longValue() == 0 ? "number none" : "number");
        } else {
            page.element("td", value.toString());
        }
    }
}
