package io.fansync.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.fansync.benchmarks.peers.Latencies;
import io.fansync.benchmarks.server.ServerProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What the client's process spends, as secondary results: CPU time (user and system, garbage collection included) for each
 * operation, live threads, the most memory that was ever resident; beside them how busy the server's core was, and percentiles
 * where latencies are recorded.
 */
public final class ClientProfiler implements InternalProfiler {

    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private static volatile @Nullable ServerProcess server;
    private static volatile Latencies latencies = Latencies.OFF;

    private long cpu;
    private long wall;
    private Duration serverCpu = Duration.ZERO;

    /** Says what to look at beside this process. */
    static void watch(ServerProcess started, Latencies recorded) {
        server = started;
        latencies = recorded;
    }

    @Override
    public String getDescription() {
        return "CPU time, threads and memory of the client's process; how busy the server was";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        latencies.reset();
        THREADS.resetPeakThreadCount();
        serverCpu = serverCpu();
        wall = System.nanoTime();
        cpu = SYSTEM.getProcessCpuTime();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
        double spent = SYSTEM.getProcessCpuTime() - cpu;
        double passed = System.nanoTime() - wall;
        long operations = result.getMetadata().getAllOps();
        List<ScalarResult> results = new ArrayList<>();
        if (operations > 0) {
            results.add(scalar("cpu", spent / operations / 1_000, "us/op"));
        }
        results.add(scalar("threads", THREADS.getPeakThreadCount(), ""));
        results.add(scalar("memory", residentMegabytes(), "MB"));
        if (server != null) {
            results.add(scalar("server", 100.0 * serverCpu().minus(serverCpu).toNanos() / passed, "%"));
        }
        if (latencies.percentile(50) > 0) {
            results.add(scalar("p50", latencies.percentile(50), "ms"));
            results.add(scalar("p99", latencies.percentile(99), "ms"));
        }
        return results;
    }

    private static ScalarResult scalar(String name, double value, String unit) {
        return new ScalarResult("client." + name, value, unit, AggregationPolicy.AVG);
    }

    private static Duration serverCpu() {
        ServerProcess watched = server;
        return watched == null ? Duration.ZERO : watched.cpu();
    }

    private static double residentMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1_024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException notLinux) {
            return 0;
        }
    }
}
