package io.fansync.benchmarks;

/** {@code report} runs the whole set and draws it; everything else goes to JMH as it is. */
public final class Main {

    private Main() {}

    public static void main(String[] args) throws Exception {
        org.openjdk.jmh.Main.main(args);
    }
}
