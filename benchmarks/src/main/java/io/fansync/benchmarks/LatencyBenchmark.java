package io.fansync.benchmarks;

import io.fansync.benchmarks.peers.Latencies;
import io.fansync.benchmarks.server.ServerProcess;
import java.time.Duration;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * As {@link BulkBenchmark}, with a server that takes 50 ms for each answer, as one far away does: how near the rate comes to what
 * the concurrency allows, how long a single sync takes at the median and at the 99th percentile, and how many threads and how
 * much memory stand by meanwhile. The CPU time for each sync is that of a process which mostly waits.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Latency -prof gc -prof io.fansync.benchmarks.ClientProfiler}
 */
@OperationsPerInvocation(LatencyBenchmark.SYNCS)
public class LatencyBenchmark extends ManySyncs {

    static final int SYNCS = 2_560;

    public LatencyBenchmark() {
        super(SYNCS);
    }

    @Override
    ServerProcess server() {
        return ServerProcess.atOnce(Duration.ofMillis(50));
    }

    @Override
    Latencies latencies() {
        return Latencies.recording();
    }
}
