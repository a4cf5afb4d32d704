package io.fansync.cli;

import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.tcp.SslProvider;

/** Trust in the certificate authorities of a PEM file, beside those that Java trusts by default. */
final class Authorities {

    private Authorities() {}

    static SslProvider trusting(Path pem) {
        try {
            TrustManagerFactory trust = trust(all(pem));
            SslProvider.GenericSslContextSpec<SslContextBuilder> context =
                    Http11SslContextSpec.forClient().configure(tls -> tls.trustManager(trust));
            return SslProvider.builder().sslContext(context).build();
        } catch (IOException e) {
            throw new BadInput("cannot read --ca-file " + pem + ": " + Prose.why(e));
        } catch (GeneralSecurityException e) {
            throw new BadInput("--ca-file " + pem + " does not hold certificates in PEM");
        }
    }

    private static List<Certificate> all(Path pem) throws IOException, GeneralSecurityException {
        List<Certificate> certificates = new ArrayList<>();
        try (InputStream in = Files.newInputStream(pem)) {
            certificates.addAll(CertificateFactory.getInstance("X.509").generateCertificates(in));
        }
        if (certificates.isEmpty()) {
            throw new GeneralSecurityException("no certificate");
        }
        TrustManagerFactory java = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        java.init((KeyStore) null);
        Stream.of(java.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .flatMap(trust -> Stream.of(((X509TrustManager) trust).getAcceptedIssuers()))
                .forEach(certificates::add);
        return certificates;
    }

    private static TrustManagerFactory trust(Collection<Certificate> certificates)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (Certificate certificate : certificates) {
            store.setCertificateEntry(Integer.toString(store.size()), certificate);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }
}
