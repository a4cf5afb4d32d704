package io.fansync.cli;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long Graph took to answer: how many answers fell into each of the ranges 1, 2, 5, 10, 20, 50 … ms. */
final class LatencyChart {

    private static final double WIDTH = 960;
    private static final double TOP = 22;
    private static final double TALLEST = 150;
    private static final double BASE = TOP + TALLEST;
    private static final double HEIGHT = BASE + 26;

    /** @param to where the range ends, and the next begins */
    private record Range(Duration from, Duration to, long count) {

        /** {@code 50–100 ms}, {@code 0.5–1 s}. */
        private String name() {
            double unit = to.toMillis() < 1_000 ? 1 : 1_000;
            DecimalFormat number = new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT));
            return number.format(from.toMillis() / unit) + "–" + number.format(to.toMillis() / unit)
                    + (unit == 1 ? " ms" : " s");
        }
    }

    private final Latencies latencies;
    private final List<Range> ranges;

    LatencyChart(Latencies latencies) {
        this.latencies = latencies;
        this.ranges = ranges(latencies);
    }

    /** From the first range that is not empty to the last. */
    private static List<Range> ranges(Latencies latencies) {
        List<Range> ranges = new ArrayList<>();
        Duration from = Duration.ZERO;
        long seen = 0;
        for (int i = 0; seen < latencies.count(); i++) {
            Duration to = Duration.ofMillis((long) (new int[] {1, 2, 5}[i % 3] * Math.pow(10, i / 3)));
            Range range = new Range(from, to, latencies.between(from, to));
            seen += range.count();
            if (seen > 0) {
                ranges.add(range);
            }
            from = to;
        }
        return ranges;
    }

    void draw(Markup page) {
        page.image("latency", WIDTH, HEIGHT, "Time from request to answer", description());
        page.leaf("line", "class", "grid", "x1", 0, "x2", WIDTH, "y1", BASE, "y2", BASE);
        Axis axis = new Axis(ranges.stream().mapToLong(Range::count).max().orElse(1), TALLEST);
        for (int i = 0; i < ranges.size(); i++) {
            bar(page, ranges.get(i), WIDTH / ranges.size() * i, WIDTH / ranges.size(), axis);
        }
        page.close().line();
    }

    private String description() {
        return Prose.count(latencies.count()) + " answers: half of them within " + Prose.time(latencies.percentile(50))
                + ", 95 % within " + Prose.time(latencies.percentile(95)) + ", the last within "
                + Prose.time(latencies.max()) + ".";
    }

    private static void bar(Markup page, Range range, double x, double step, Axis axis) {
        double width = Math.min(step - 8, 90);
        double middle = x + step / 2;
        double height = axis.at(range.count());
        if (range.count() > 0) {
            page.leaf(
                    "rect",
                    "class",
                    "latency",
                    "x",
                    middle - width / 2,
                    "y",
                    BASE - height,
                    "width",
                    width,
                    "height",
                    Math.max(1, height));
            page.element(
                    "text", Prose.count(range.count()), "x", middle, "y", BASE - height - 6, "text-anchor", "middle");
        }
        page.element("text", range.name(), "x", middle, "y", HEIGHT - 6, "text-anchor", "middle");
    }
}
