package io.fansync.cli;

import io.fansync.cli.Timeline.Kind;
import java.time.Duration;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** When Graph accepted and when it refused: above the line what it accepted, below it the 429s and the failures. */
final class TimelineChart {

    private static final double WIDTH = 960;
    private static final double LEFT = 56;
    private static final double TOP = 14;
    private static final double UPPER = 190;
    private static final double LOWER = 56;
    private static final double GAP = 10;
    private static final double BASE = TOP + UPPER;
    private static final double LOWER_TOP = BASE + GAP;
    private static final double HEIGHT = LOWER_TOP + LOWER + 28;

    private final Timeline timeline;
    private final double seconds;
    private final double step;
    private final Axis accepted;
    private final Axis refused;

    TimelineChart(Timeline timeline) {
        this.timeline = timeline;
        this.seconds = timeline.step().toNanos() / 1e9;
        this.step = (WIDTH - LEFT) / Math.max(1, timeline.steps());
        this.accepted = Axis.upTo(most(this::accepted) / seconds, UPPER);
        this.refused = Axis.upTo(Math.max(1, most(this::refused)), LOWER);
    }

    private long most(IntToLongFunction count) {
        return IntStream.range(0, timeline.steps()).mapToLong(count).max().orElse(0);
    }

    private long accepted(int at) {
        return timeline.count(Kind.ACCEPTED, at);
    }

    private long refused(int at) {
        return timeline.count(Kind.THROTTLED, at) + timeline.count(Kind.FAILED, at);
    }

    void draw(Markup page) {
        page.image("timeline", WIDTH, HEIGHT, "Answers over time", description());
        grid(page);
        for (int at = 0; at < timeline.steps(); at++) {
            if (accepted(at) + refused(at) > 0) {
                bars(page, at);
            }
        }
        times(page);
        page.close().line();
    }

    private String description() {
        return "In " + Prose.time(timeline.step().multipliedBy(timeline.steps())) + " Graph accepted "
                + Prose.count(timeline.total(Kind.ACCEPTED)) + " requests, refused "
                + Prose.count(timeline.total(Kind.THROTTLED)) + " with a 429, and failed or rejected "
                + Prose.count(timeline.total(Kind.FAILED)) + ". At most "
                + ProgressLine.rate(most(this::accepted) / seconds)
                + " were accepted.";
    }

    private void grid(Markup page) {
        for (double share : new double[] {0, 0.5, 1}) {
            double y = BASE - share * UPPER;
            page.leaf("line", "class", "grid", "x1", LEFT, "x2", WIDTH, "y1", y, "y2", y);
            label(page, share == 0 ? "0" : ProgressLine.rate(share * accepted.top()), LEFT - 8, y + 4, "end");
        }
        double bottom = LOWER_TOP + LOWER;
        page.leaf("line", "class", "grid", "x1", LEFT, "x2", WIDTH, "y1", LOWER_TOP, "y2", LOWER_TOP);
        label(page, Prose.count((long) refused.top()), LEFT - 8, bottom, "end");
    }

    private void bars(Markup page, int at) {
        double x = LEFT + at * step;
        double throttled = refused.at(timeline.count(Kind.THROTTLED, at));
        page.open("g");
        page.element("title", news(at));
        bar(page, "accepted", x, BASE - accepted.at(accepted(at) / seconds), accepted.at(accepted(at) / seconds));
        bar(page, "throttled", x, LOWER_TOP, throttled);
        bar(page, "failed", x, LOWER_TOP + throttled, refused.at(timeline.count(Kind.FAILED, at)));
        page.close();
    }

    private String news(int at) {
        return Prose.time(timeline.step().multipliedBy(at)) + ": " + Prose.count(accepted(at)) + " accepted, "
                + Prose.count(timeline.count(Kind.THROTTLED, at)) + " refused with a 429, "
                + Prose.count(timeline.count(Kind.FAILED, at)) + " failed";
    }

    private void bar(Markup page, String kind, double x, double y, double height) {
        if (height > 0) {
            double width = Math.max(1, step > 4 ? step - 1 : step);
            page.leaf(
                    "rect", "class", kind, "x", x, "y", y, "width", Math.min(width, 40), "height", Math.max(height, 1));
        }
    }

    private void times(Markup page) {
        Duration whole = timeline.step().multipliedBy(timeline.steps());
        for (int quarter = 0; quarter <= 4; quarter++) {
            Duration time = whole.multipliedBy(quarter).dividedBy(4);
            double x = LEFT + (WIDTH - LEFT) * quarter / 4;
            label(
                    page,
                    quarter == 0 ? "0" : Prose.time(time),
                    x,
                    HEIGHT - 6,
                    quarter == 0 ? "start" : quarter == 4 ? "end" : "middle");
        }
    }

    private static void label(Markup page, String text, double x, double y, String anchor) {
        page.element("text", text, "x", x, "y", y, "text-anchor", anchor);
    }
}
