package io.fansync.benchmarks;

import static java.util.Objects.requireNonNull;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.ClientCredentialParameters;
import com.microsoft.aad.msal4j.ConfidentialClientApplication;
import com.microsoft.aad.msal4j.IAuthenticationResult;
import com.microsoft.aad.msal4j.IClientCredential;
import io.fansync.AccessToken;
import io.fansync.TokenRequest;
import io.fansync.TokenSource;
import io.fansync.simulator.GraphSimulator;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.MalformedURLException;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
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
 * What a token costs: one that is there already, as every request to Graph needs one, and the first one of a tenant, for which the
 * login server is asked over HTTPS and a connection that stands. From {@link TokenSource#msal}, and from MSAL itself, which hops
 * to a thread of its pool and back even for a token that it has.
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

    private final GraphSimulator.Running graph =
            GraphSimulator.create().keepRequests(false).start();
    private final TokenRequest request = new TokenRequest(graph.cloud(), "tenant-1.example");
    private final HttpClient http = trusting(graph);
    private final TokenSource fansync = fansync();

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final SSLSocketFactory tls = tls(graph);
    private final ConfidentialClientApplication msal = msal();
    private final ClientCredentialParameters parameters =
            ClientCredentialParameters.builder(Set.of(graph.cloud().scope())).build();

    private static HttpClient trusting(GraphSimulator.Running graph) {
        SslProvider.GenericSslContextSpec<?> trust = Http11SslContextSpec.forClient()
                .configure(tls -> tls.trustManager(graph.certificate().toFile()));
        return HttpClient.create().secure(spec -> spec.sslContext(trust));
    }

    private static SSLSocketFactory tls(GraphSimulator.Running graph) {
        try {
            var context = SslContextBuilder.forClient()
                    .sslProvider(io.netty.handler.ssl.SslProvider.JDK)
                    .trustManager(graph.certificate().toFile())
                    .build();
            return ((JdkSslContext) context).context().getSocketFactory();
        } catch (SSLException e) {
            throw new IllegalStateException(e);
        }
    }

    private TokenSource fansync() {
        return TokenSource.msal("my-app", SECRET, http);
    }

    private ConfidentialClientApplication msal() {
        try {
            return ConfidentialClientApplication.builder("my-app", SECRET)
                    .authority(graph.login() + "/tenant-1.example")
                    .instanceDiscovery(false)
                    .executorService(threads)
                    .sslSocketFactory(tls)
                    .build();
        } catch (MalformedURLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** From fansync's cell. */
    @Benchmark
    public AccessToken cachedByFansync() {
        return requireNonNull(fansync.token(request).block());
    }

    /** From MSAL's cache. */
    @Benchmark
    public IAuthenticationResult cachedByMsal() {
        return msal.acquireToken(parameters).join();
    }

    /** The first one from fansync. */
    @Benchmark
    public AccessToken firstByFansync() {
        return requireNonNull(fansync().token(request).block());
    }

    /** The first one from MSAL, over the JDK's {@code HttpURLConnection}. */
    @Benchmark
    public IAuthenticationResult firstByMsal() {
        return msal().acquireToken(parameters).join();
    }

    /** Stops the login server and MSAL's threads. */
    @TearDown
    public void stop() {
        threads.shutdownNow();
        graph.close();
    }
}
