package io.fansync.benchmarks;

import static java.util.Objects.requireNonNull;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.GraphCloud;
import io.fansync.SyncType;
import io.fansync.TokenSource;
import io.fansync.benchmarks.server.Cores;
import io.fansync.benchmarks.server.ServerProcess;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.SyncOutcome;
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
import reactor.core.publisher.Flux;

/**
 * How long the first connector takes in a fresh JVM, from making the client to its outcome: loading and linking classes, starting
 * event loops, connecting. It does not measure the start of the JVM, and each fork measures once.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Startup}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
public class StartupBenchmark {

    private @Nullable ServerProcess server;

    /** Starts the server, which takes none of the client's classes with it. */
    @Setup
    public void open() {
        Cores.takeClients();
        server = ServerProcess.atOnce(Duration.ZERO);
    }

    /** The first outcome. */
    @Benchmark
    public SyncOutcome first() {
        String graph = requireNonNull(server).graph().toString();
        try (ConnectorClient client =
                ConnectorClient.create(GraphCloud.of(graph, "https://login.example"), TokenSource.fixed("token"))) {
            return requireNonNull(BulkSync.over(client)
                    .sync(Flux.just(new Connector("contoso.com", "42")), SyncType.DELTA)
                    .blockLast());
        }
    }

    /** Stops it. */
    @TearDown
    public void close() {
        requireNonNull(server).close();
    }
}
