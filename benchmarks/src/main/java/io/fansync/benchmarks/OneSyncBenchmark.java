package io.fansync.benchmarks;

import static java.util.Objects.requireNonNull;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.GraphCloud;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.benchmarks.server.Cores;
import io.fansync.benchmarks.server.ServerProcess;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long one sync takes when nothing else is in flight, from the call to the receipt, over plain HTTP on loopback. Most of it is
 * the way to the server and back through the kernel, and waking the thread that waits; it says nothing of many syncs at once.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar OneSync -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx512m", "-Dio.netty.leakDetection.level=disabled"})
public class OneSyncBenchmark {

    private final Connector connector = new Connector("contoso.com", "00000001-0000-4000-8000-000000000001");
    private @Nullable ServerProcess server;
    private @Nullable ConnectorClient client;

    /** Starts the server. */
    @Setup
    public void open() {
        Cores.takeClients();
        ServerProcess started = ServerProcess.atOnce(Duration.ZERO);
        server = started;
        client = ConnectorClient.create(
                GraphCloud.of(started.graph().toString(), "https://login.example"),
                TokenSource.fixed("x".repeat(1_500)));
    }

    /** One at a time. */
    @Benchmark
    public SyncReceipt sync() {
        return requireNonNull(
                requireNonNull(client).sync(connector, SyncType.DELTA).block());
    }

    /** Closes both. */
    @TearDown
    public void close() {
        requireNonNull(client).close();
        requireNonNull(server).close();
    }
}
