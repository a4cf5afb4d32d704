package io.fansync.benchmarks;

import static java.util.Objects.requireNonNull;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.HttpResponse;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import io.fansync.AccessToken;
import io.fansync.GraphCloud;
import io.fansync.TokenRequest;
import io.fansync.TokenSource;
import io.fansync.simulator.GraphSimulator;
import java.net.MalformedURLException;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
 * What a token costs that is there already, as every request to Graph needs one: from {@link TokenSource#msal}, and from MSAL
 * itself, which hops to a thread of its pool and back. It does not measure signing in.
 *
 * <p>{@code java -jar benchmarks/target/benchmarks.jar CachedToken}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CachedTokenBenchmark {

    private static final IClientCredential SECRET = ClientCredentialFactory.createFromSecret("secret");

    private final GraphSimulator.Running graph = GraphSimulator.create().start();
    private final TokenRequest request = new TokenRequest(graph.cloud(), "tenant-1.example");
    private final TokenSource fansync = TokenSource.msal("my-app", SECRET, trusting(graph));

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final ConfidentialClientApplication msal = application(threads);
    private final ClientCredentialParameters parameters = ClientCredentialParameters.builder(
                    Set.of(GraphCloud.GLOBAL.scope()))
            .build();

    private static HttpClient trusting(GraphSimulator.Running graph) {
        SslProvider.GenericSslContextSpec<?> trust = Http11SslContextSpec.forClient()
                .configure(tls -> tls.trustManager(graph.certificate().toFile()));
        return HttpClient.create().secure(spec -> spec.sslContext(trust));
    }

    private static ConfidentialClientApplication application(ExecutorService threads) {
        String granted = "{\"token_type\":\"Bearer\",\"expires_in\":3599,\"access_token\":\"token\"}";
        try {
            return ConfidentialClientApplication.builder("my-app", SECRET)
                    .authority("https://login.microsoftonline.com/tenant-1.example")
                    .instanceDiscovery(false)
                    .executorService(threads)
                    .httpClient(request -> new HttpResponse().statusCode(200).body(granted))
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From fansync's cell. */
    @Benchmark
    public AccessToken fansync() {
        return requireNonNull(fansync.token(request).block());
    }

    /** From MSAL's cache. */
    @Benchmark
    public IAuthenticationResult msal() {
        return msal.acquireToken(parameters).join();
    }

    /** Stops the login server and MSAL's threads. */
    @TearDown
    public void stop() {
        threads.shutdownNow();
        graph.close();
    }
}
