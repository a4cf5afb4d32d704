package io.fansync.benchmarks.peers;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long each sync took, from when its request was handed to the client until its answer was read. */
public final class Latencies {

    /** Records nothing, at next to no cost. */
    public static final Latencies OFF = new Latencies(false);

    private final boolean recording;
    private final Histogram micros = new ConcurrentHistogram(3);

    private Latencies(boolean recording) {
        this.recording = recording;
    }

    /** Records from now on. */
    public static Latencies recording() {
        return new Latencies(true);
    }

    boolean isRecording() {
        return recording;
    }

    /** When a request begins. */
    long start() {
        return recording ? System.nanoTime() : 0;
    }

    /** Its answer is there. */
    void stop(long start) {
        stop(start, 1);
    }

    void stop(long start, int syncs) {
        if (recording) {
            micros.recordValueWithCount((System.nanoTime() - start) / 1_000, syncs);
        }
    }

    /** Forgets what was recorded. */
    public void reset() {
        micros.reset();
    }

    /** In milliseconds; zero if nothing was recorded. */
    public double percentile(double percent) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percent) / 1_000.0;
    }
}
