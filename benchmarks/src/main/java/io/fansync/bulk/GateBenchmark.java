package io.fansync.bulk;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a tenant's gate costs for each request: may it be sent, it was sent, it was taken; at the published quota, with every
 * answer after 50 ms of simulated time. Refusals are not in it.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar Gate -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class GateBenchmark {

    private static final long ROUND_TRIP = Duration.ofMillis(50).toNanos();

    private final ThrottleGate gate = new ThrottleGate(Quota.atMost(100, Duration.ofSeconds(20)));
    private long now;

    /** One request; where the gate is closed, time goes on until it opens. */
    @Benchmark
    public long request() {
        if (gate.permits(now) == 0) {
            now = gate.nextPermitAt(now);
        }
        gate.sent(now);
        long sentAt = now;
        now += ROUND_TRIP;
        gate.taken(sentAt, now);
        return now;
    }
}
