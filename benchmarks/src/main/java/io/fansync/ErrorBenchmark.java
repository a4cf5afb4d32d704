package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fansync.SyncAnswer.Trace;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to judge an error, from the headers and the bytes of its body to the exception with its hint, its stack trace
 * included. It does not measure reading the bytes.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar ErrorBenchmark -prof gc}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ErrorBenchmark {

    /** An error as Graph, Intune or a gateway words it. */
    public enum Error {
        /** Throttled by Intune: its own JSON as the message of Graph's. */
        THROTTLED(
                429,
                "{\"error\":{\"code\":\"TooManyRequests\",\"message\":\"{\\\"_version\\\":3,\\\"Message\\\":\\\"Too many requests\\\"}\","
                        + "\"innerError\":{\"date\":\"2026-11-20T09:00:00\",\"request-id\":\"r\",\"client-request-id\":\"c\"}}}"),
        /** A missing permission. */
        FORBIDDEN(
                403,
                "{\"error\":{\"code\":\"Forbidden\",\"message\":\"Application is not authorized to perform this operation\","
                        + "\"innerError\":{\"date\":\"2026-11-20T09:00:00\",\"request-id\":\"r\"}}}"),
        /** A page of whatever stands before Graph. */
        PAGE(
                502,
                "<html><head><title>502 Bad Gateway</title></head><body><h1>502</h1>The gateway is busy</body></html>");

        private final int status;
        private final byte[] body;

        Error(int status, String body) {
            this.status = status;
            this.body = body.getBytes(UTF_8);
        }
    }

    /** Which. */
    @Param
    public Error error = Error.THROTTLED;

    private final HttpHeaders headers = new DefaultHttpHeaders()
            .set("Retry-After", "17")
            .set("Date", "Fri, 20 Nov 2026 09:00:00 GMT")
            .set("request-id", "6f2e1c9a-7c5e-4a43-9d0b-1c6e0f7d2b11");

    /** As long as Entra's. */
    private final SentToken token = new SentToken("t".repeat(2_000));

    /** To its exception. */
    @Benchmark
    public SyncException judge() {
        Trace trace = new Trace(error.status, "6f2e1c9a-7c5e-4a43-9d0b-1c6e0f7d2b11", "", "", "");
        return GraphErrors.judge("contoso.com/42", trace, headers, error.body, token);
    }
}
