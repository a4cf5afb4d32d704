package io.fansync.benchmarks;

import io.fansync.benchmarks.report.Report;
import java.util.List;

/** {@code report} runs the whole set and draws it; everything else goes to JMH as it is. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("report")) {
            Report.main(List.of(args).subList(1, args.length));
        } else {
            org.openjdk.jmh.Main.main(args);
        }
    }
}
