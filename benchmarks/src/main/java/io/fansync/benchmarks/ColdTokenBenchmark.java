package io.fansync.benchmarks;

import static java.util.Objects.requireNonNull;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import io.fansync.AccessToken;
import io.fansync.TokenRequest;
import io.fansync.TokenSource;
import io.fansync.simulator.GraphSimulator;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider;

/**
 * What the first token of a tenant costs, which is once in an hour: {@link TokenSource#msal} signs in at a login server in this
 * process, over a TLS connection that is kept. MSAL's own work and the login server's are in it; the way to Microsoft is not.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar ColdToken}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ColdTokenBenchmark {

    private final GraphSimulator.Running graph =
            GraphSimulator.create().keepRequests(false).start();
    private final TokenRequest request = new TokenRequest(graph.cloud(), "tenant-1.example");
    private final HttpClient http = trusting(graph);

    private static HttpClient trusting(GraphSimulator.Running graph) {
        SslProvider.GenericSslContextSpec<?> trust = Http11SslContextSpec.forClient()
                .configure(tls -> tls.trustManager(graph.certificate().toFile()));
        return HttpClient.create().secure(spec -> spec.sslContext(trust));
    }

    /** By a source that was never asked before. */
    @Benchmark
    public AccessToken signIn() {
        return requireNonNull(TokenSource.msal("my-app", ClientCredentialFactory.createFromSecret("secret"), http)
                .token(request)
                .block());
    }

    /** Stops the login server. */
    @TearDown
    public void stop() {
        graph.close();
    }
}
