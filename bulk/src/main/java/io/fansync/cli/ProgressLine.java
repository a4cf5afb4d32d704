package io.fansync.cli;

import io.fansync.bulk.BulkProgress;
import io.fansync.bulk.SyncTally;
import java.time.Duration;
import java.util.Locale;
import java.util.StringJoiner;

/** Where a run stands, on one line. */
final class ProgressLine {

    private static final int BAR = 24;

    private ProgressLine() {}

    /** {@code 512 of 1,000 (51 %), 48.2/s, 10 s left, 3 failed; contoso.com paused 37 s by Graph, 11 others}. */
    static String of(BulkProgress progress, long total) {
        SyncTally settled = progress.settled();
        StringJoiner line = new StringJoiner(", ");
        line.add(Prose.count(settled.total()) + " of " + Prose.count(total) + " (" + percent(settled, total) + " %)");
        addSpeed(line, progress, total);
        add(line, settled.failed(), "failed");
        add(line, settled.unknown(), "unknown");
        add(line, settled.unsent(), "unsent");
        return line + why(progress);
    }

    /** The same behind a bar, in less than {@code width} characters. */
    static String bar(BulkProgress progress, long total, int width) {
        int done = (int) (percent(progress.settled(), total) * BAR / 100);
        String line = "[" + "#".repeat(done) + ".".repeat(BAR - done) + "] " + of(progress, total);
        return line.substring(0, Math.min(line.length(), Math.max(0, width - 1)));
    }

    private static long percent(SyncTally settled, long total) {
        return total == 0 ? 100 : settled.total() * 100 / total;
    }

    private static void addSpeed(StringJoiner line, BulkProgress progress, long total) {
        long done = progress.settled().total();
        double seconds = progress.elapsed().toMillis() / 1_000.0;
        if (done > 0 && seconds > 0) {
            double rate = done / seconds;
            line.add(rate(rate));
            if (done < total && progress.settled().unsent() == 0) {
                line.add(Prose.time(Duration.ofSeconds((long) Math.ceil((total - done) / rate))) + " left");
            }
        }
    }

    /** {@code 48.2/s}, {@code 1,204/s}. */
    static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 100 ? "%.1f/s" : "%,.0f/s", perSecond);
    }

    private static void add(StringJoiner line, long count, String outcome) {
        if (count > 0) {
            line.add(Prose.count(count) + " " + outcome);
        }
    }

    private static String why(BulkProgress progress) {
        int others = progress.paused() - 1;
        return progress.longestPause()
                .map(pause -> "; " + pause.tenant() + " paused " + Prose.time(pause.left()) + " by Graph"
                        + (others > 0 ? ", " + Prose.count(others, "other") : ""))
                .orElse("");
    }
}
