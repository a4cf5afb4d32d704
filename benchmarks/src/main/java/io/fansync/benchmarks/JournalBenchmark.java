package io.fansync.benchmarks;

import static java.util.Objects.requireNonNull;

import io.fansync.Connector;
import io.fansync.ConnectorClient;
import io.fansync.SyncReceipt;
import io.fansync.SyncType;
import io.fansync.bulk.BulkSync;
import io.fansync.bulk.Journal;
import io.fansync.bulk.Quota;
import io.fansync.bulk.SyncOutcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a file journal costs for each connector, one request each: the difference between the two rows. The client answers at once.
 * The time includes waiting for the disk; what counts is the CPU time of the whole process, beside it.
 *
 * <p>Bytes are to be measured on JDK 21 or newer: before, the profiler does not see what was allocated by threads that have ended,
 * and the journal's own ends with each run.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Journal -prof gc -prof io.fansync.benchmarks.ClientProfiler}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JournalBenchmark {

    private static final int CONNECTORS = 100_000;

    /** Whether there is a journal. */
    @Param({"false", "true"})
    public boolean journal;

    private List<Connector> connectors = List.of();
    private BulkSync bulk = BulkSync.over((connector, type) -> Mono.empty());
    private Path file = Path.of("");

    /** Makes the connectors and the client. */
    @Setup
    public void prepare() {
        connectors = IntStream.range(0, CONNECTORS)
                .mapToObj(i -> new Connector("contoso.com", "00000000-0000-4000-8000-" + (100_000_000_000L + i)))
                .toList();
        ConnectorClient atOnce = (connector, type) -> Mono.just(new SyncReceipt(connector, type));
        bulk = BulkSync.over(atOnce).quota(Quota.none());
    }

    /** Makes room for a new journal. */
    @Setup(Level.Invocation)
    public void makeRoom() throws IOException {
        file = Files.createTempDirectory("fansync-journal").resolve("journal");
    }

    /** Throws the journal away. */
    @TearDown(Level.Invocation)
    public void cleanUp() throws IOException {
        try (var files = Files.walk(file.getParent())) {
            files.sorted((one, other) -> other.compareTo(one)).forEach(JournalBenchmark::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One run over all connectors; the score is the time for each. */
    @Benchmark
    @OperationsPerInvocation(CONNECTORS)
    public SyncOutcome run() {
        BulkSync journaled = journal ? bulk.journal(Journal.file(file)) : bulk;
        return requireNonNull(
                journaled.sync(Flux.fromIterable(connectors), SyncType.DELTA).blockLast());
    }
}
