package io.fansync;

import io.netty.handler.ssl.SslContextBuilder;
import java.util.List;
import javax.net.ServerSocketFactory;
import mockwebserver3.MockWebServer;
import okhttp3.Protocol;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/** The ways to speak HTTP: what holds on one of them holds on all. */
enum Wire {
    HTTP11,
    HTTP11_OVER_TLS,
    H2;

    private static final HeldCertificate AUTHORITY =
            new HeldCertificate.Builder().certificateAuthority(0).build();
    private static final HandshakeCertificates SERVER = new HandshakeCertificates.Builder()
            .heldCertificate(
                    new HeldCertificate.Builder()
                            .addSubjectAlternativeName("localhost")
                            .signedBy(AUTHORITY)
                            .build(),
                    AUTHORITY.certificate())
            .build();

    MockWebServer server() {
        MockWebServer server = new MockWebServer();
        if (this != HTTP11) {
            server.useHttps(SERVER.sslSocketFactory());
        }
        server.setProtocols(this == H2 ? List.of(Protocol.HTTP_2, Protocol.HTTP_1_1) : List.of(Protocol.HTTP_1_1));
        return server;
    }

    static ServerSocketFactory tlsSockets() {
        return SERVER.sslContext().getServerSocketFactory();
    }

    String scheme() {
        return this == HTTP11 ? "http" : "https";
    }

    HttpClient over(HttpClient http) {
        return switch (this) {
            case HTTP11 -> http;
            case HTTP11_OVER_TLS -> http.secure(tls -> tls.sslContext(trusting(Http11SslContextSpec.forClient())));
            case H2 ->
                http.protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
                        .secure(tls -> tls.sslContext(trusting(Http2SslContextSpec.forClient())));
        };
    }

    static GenericSslContextSpec<SslContextBuilder> trusting(GenericSslContextSpec<SslContextBuilder> tls) {
        return tls.configure(context -> context.trustManager(AUTHORITY.certificate()));
    }
}
