package io.fansync.benchmarks.report;

import java.time.LocalTime;
import java.time.temporal.ChronoUnit;

/** What goes on, on stderr. */
final class Progress {

    private Progress() {}

    static void say(String what) {
        System.err.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + "  " + what);
    }
}
