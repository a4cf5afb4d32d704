package io.fansync.benchmarks;

import static java.util.Objects.requireNonNull;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.Quota;
import io.fansync.bulk.SyncOutcome;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What the bulk engine itself costs for each connector: lanes, gates, turns and outcomes, over a client that answers at once. It
 * does not measure HTTP, tokens or waiting for a quota; one thread does all the work.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Engine}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EngineBenchmark {

    private static final int CONNECTORS = 100_000;

    /** Over how many tenants the connectors are spread. */
    @Param({"1", "100", "10000"})
    public int tenants;

    private List<Connector> connectors = List.of();
    private BulkSync bulk = BulkSync.over((connector, type) -> Mono.empty());

    /** Makes the connectors and the client. */
    @Setup
    public void prepare() {
        connectors = IntStream.range(0, CONNECTORS)
                .mapToObj(i -> new Connector("tenant-" + i % tenants + ".example", "connector-" + i))
                .toList();
        ConnectorClient atOnce = (connector, type) -> Mono.just(new SyncReceipt(connector, type));
        bulk = BulkSync.over(atOnce).quota(Quota.none());
    }

    /** One run over all connectors; the score is connectors a second. */
    @Benchmark
    @OperationsPerInvocation(CONNECTORS)
    public SyncOutcome run() {
        return requireNonNull(
                bulk.sync(Flux.fromIterable(connectors), SyncType.DELTA).blockLast());
    }
}
