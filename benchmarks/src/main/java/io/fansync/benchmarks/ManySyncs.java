package io.fansync.benchmarks;

import static java.util.Objects.requireNonNull;

import io.fansync.Connector;
import io.fansync.benchmarks.peers.Latencies;
import io.fansync.benchmarks.peers.Peer;
import io.fansync.benchmarks.peers.Peers;
import io.fansync.benchmarks.peers.Site;
import io.fansync.benchmarks.server.Cores;
import io.fansync.benchmarks.server.ServerProcess;
import io.fansync.bulk.Quota;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/** A peer, a server in another process, and many connectors of twenty tenants. One invocation syncs all of them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx512m", "-Dio.netty.leakDetection.level=disabled"})
public abstract class ManySyncs {

    private static final int TENANTS = 20;

    /** Whose job it is. */
    @Param
    public Peers peer = Peers.FANSYNC;

    /** Requests in flight, single ones or batches. */
    @Param({"8", "64", "256"})
    public int concurrency = 64;

    private final List<Connector> connectors;
    private @Nullable ServerProcess server;
    private @Nullable Peer running;

    ManySyncs(int syncs) {
        this.connectors = IntStream.range(0, syncs)
                .mapToObj(i ->
                        new Connector("tenant-" + (1 + i * TENANTS / syncs) + ".example", new UUID(i, ~i).toString()))
                .toList();
    }

    /** Starts the server that this is about. */
    abstract ServerProcess server();

    /** Entered only where time counts and not cost. */
    Latencies latencies() {
        return Latencies.OFF;
    }

    /** Opens the server, then the peer. */
    @Setup
    public void open() {
        Cores.takeClients();
        ServerProcess started = server();
        Latencies latencies = latencies();
        ClientProfiler.watch(started, latencies);
        server = started;
        running = peer.open(new Site(started.graph(), concurrency, Quota.none(), latencies));
    }

    /** To warm up, the compiler may have all cores. */
    @Setup(Level.Iteration)
    public void settle(IterationParams iteration) {
        if (iteration.getType() == IterationType.WARMUP) {
            Cores.takeAll();
        } else {
            Cores.takeClients();
        }
    }

    /** The score is syncs a second; what they cost is in the secondary results of {@link ClientProfiler}. */
    @Benchmark
    public void sync() throws Exception {
        AtomicInteger failed = new AtomicInteger();
        requireNonNull(running).sync(connectors, connector -> failed.incrementAndGet());
        if (failed.get() > 0) {
            throw new IllegalStateException(failed + " were not accepted");
        }
    }

    /** Closes both. */
    @TearDown
    public void close() {
        requireNonNull(running).close();
        requireNonNull(server).close();
    }
}
