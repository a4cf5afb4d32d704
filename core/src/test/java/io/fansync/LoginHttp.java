package io.fansync;

import io.fansync.simulator.GraphSimulator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider;

/** The transport that trusts a simulator's login server. */
final class LoginHttp {

    /** Whom all sign-ins of all tests asked so far: MSAL asks a foreign host once in a JVM, if at all. */
    static final Queue<String> HOSTS = new ConcurrentLinkedQueue<>();

    private LoginHttp() {}

    static HttpClient of(GraphSimulator.Running graph) {
        SslProvider.GenericSslContextSpec<?> trust = Http11SslContextSpec.forClient()
                .configure(tls -> tls.trustManager(graph.certificate().toFile()));
        return HttpClient.create()
                .secure(spec -> spec.sslContext(trust))
                .doOnRequest((request, connection) -> HOSTS.add(request.resourceUrl()))
                .doOnResolve(connection -> HOSTS.add("a name, which was resolved"));
    }
}
