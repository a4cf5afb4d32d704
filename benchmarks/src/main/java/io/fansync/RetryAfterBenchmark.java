package io.fansync;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to find out how long Graph asks to wait, in each of the forms in which it says so.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar RetryAfter -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class RetryAfterBenchmark {

    /** What the header says. */
    @Param({"17", "2.128", "31,120", "Fri, 20 Nov 2026 09:00:30 GMT"})
    public String value = "17";

    private final HttpHeaders headers = new DefaultHttpHeaders();

    /** Makes the headers. */
    @Setup
    public void prepare() {
        headers.set("Retry-After", value).set("Date", "Fri, 20 Nov 2026 09:00:00 GMT");
    }

    /** As a duration. */
    @Benchmark
    public Duration read() {
        return RetryAfter.of(headers);
    }
}
