package io.fansync.benchmarks;

import io.fansync.benchmarks.server.ServerProcess;
import java.time.Duration;
import org.openjdk.jmh.annotations.OperationsPerInvocation;

/**
 * What a sync costs in bulk, over plain HTTP, with a server that answers at once: CPU time and allocation of fansync (one request
 * each, and {@code $batch}), of its peers and of the hand-written floor. It does not measure signing in, TLS, waiting or
 * throttling.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Bulk -prof gc -prof io.fansync.benchmarks.ClientProfiler}
 */
@OperationsPerInvocation(BulkBenchmark.SYNCS)
public class BulkBenchmark extends ManySyncs {

    static final int SYNCS = 5_000;

    public BulkBenchmark() {
        super(SYNCS);
    }

    @Override
    ServerProcess server() {
        return ServerProcess.atOnce(Duration.ZERO);
    }
}
