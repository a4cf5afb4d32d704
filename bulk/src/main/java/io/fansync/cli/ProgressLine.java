package io.fansync.cli;

import io.fansync.bulk.BulkProgress;
import io.fansync.bulk.BulkProgress.Pause;
import io.fansync.bulk.SyncTally;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Where a run stands, on one line. */
final class ProgressLine {

    private static final int WIDEST_BAR = 24;
    private static final int NARROWEST_BAR = 8;

    private ProgressLine() {}

    /** {@code 512 of 1,000 (51 %), 48.2/s, 10 s left, 3 failed; contoso.com paused 37 s (429), 12 tenants at quota}. */
    static String of(BulkProgress progress, long total) {
        SyncTally settled = progress.settled();
        List<String> facts = new ArrayList<>();
        facts.add(Prose.count(done(settled)) + " of " + Prose.count(total) + " (" + percent(settled, total) + " %)");
        if (done(settled) > 0) {
            facts.add(rate(progress.rate()));
        }
        timeLeft(progress).forEach(facts::add);
        facts.addAll(troubles(settled));
        return sentence(facts, reasons(progress));
    }

    /** The same behind a bar, in less than {@code width} characters: where these are few, the bar goes first, then the least news. */
    static String bar(BulkProgress progress, long total, int width) {
        String all = of(progress, total);
        int room = width - 1;
        int bar = Math.min(WIDEST_BAR, room - all.length() - 3);
        if (bar >= NARROWEST_BAR) {
            int done = (int) (percent(progress.settled(), total) * bar / 100);
            return "[" + "#".repeat(done) + ".".repeat(bar - done) + "] " + all;
        }
        return all.length() <= room ? all : cut(brief(progress, total), Math.max(0, room));
    }

    /** Why it waits, before how much is done: that is what one looks for. */
    private static String brief(BulkProgress progress, long total) {
        List<String> facts = new ArrayList<>();
        facts.add(percent(progress.settled(), total) + " %");
        timeLeft(progress).forEach(facts::add);
        facts.addAll(troubles(progress.settled()));
        return sentence(facts, reasons(progress));
    }

    private static String cut(String line, int room) {
        return line.length() <= room ? line : line.substring(0, Math.max(0, room - 1)) + (room > 0 ? "…" : "");
    }

    private static String sentence(List<String> facts, List<String> reasons) {
        return String.join(", ", facts) + (reasons.isEmpty() ? "" : "; " + String.join(", ", reasons));
    }

    /** Without what is left over because the run was stopped. */
    private static long done(SyncTally settled) {
        return settled.total() - settled.unsent();
    }

    private static long percent(SyncTally settled, long total) {
        return total == 0 ? 100 : done(settled) * 100 / total;
    }

    /** {@code 48.2/s}, {@code 1,204/s}. */
    static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < 100 ? "%.1f/s" : "%,.0f/s", perSecond);
    }

    private static Stream<String> timeLeft(BulkProgress progress) {
        return progress.timeLeft().stream()
                .filter(left -> left.toSeconds() > 0)
                .map(left -> Prose.time(left.truncatedTo(ChronoUnit.SECONDS)) + " left");
    }

    private static List<String> troubles(SyncTally settled) {
        List<String> troubles = new ArrayList<>();
        add(troubles, settled.failed(), "failed");
        add(troubles, settled.unknown(), "unknown");
        add(troubles, settled.unconfirmed(), "unconfirmed");
        return troubles;
    }

    private static void add(List<String> troubles, long count, String outcome) {
        if (count > 0) {
            troubles.add(Prose.count(count) + " " + outcome);
        }
    }

    private static List<String> reasons(BulkProgress progress) {
        List<String> reasons = new ArrayList<>();
        int others = progress.paused() - 1;
        progress.longestPause().ifPresent(pause -> reasons.add(reason(pause)));
        if (others > 0) {
            reasons.add(Prose.count(others, "other") + " paused");
        }
        if (progress.atQuota() > 0) {
            reasons.add(Prose.count(progress.atQuota(), "tenant") + " at quota");
        }
        return reasons;
    }

    private static String reason(Pause pause) {
        String why = pause.why() == Pause.Reason.THROTTLED ? "429" : "unreachable";
        return pause.tenant() + " paused " + Prose.time(pause.left()) + " (" + why + ")";
    }
}
