package io.fansync.simulator;

import io.fansync.Connector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Calls a simulator with the JDK's own HTTP client, so that nothing of ours vouches for it. */
record Caller(GraphSimulator.Running graph, HttpClient http) {

    static final String DELTA = "{\"syncType\":\"deltaSync\"}";
    static final String CONNECTORS = "/v1.0/deviceManagement/exchangeConnectors";

    static Caller of(GraphSimulator.Running graph) {
        return new Caller(
                graph,
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trusting(graph))
                        .build());
    }

    static String token(String tenant) {
        return "sim." + tenant + ".test";
    }

    HttpResponse<String> sync(Connector connector) {
        return send(syncing(connector, DELTA));
    }

    HttpResponse<String> sync(Connector connector, String body) {
        return send(syncing(connector, body));
    }

    HttpResponse<String> batch(String tenant, String body) {
        return send(request("/v1.0/$batch", token(tenant))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> get(String tenant, String path) {
        return send(request(path, token(tenant)));
    }

    HttpResponse<String> signIn(String path, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(graph.login().resolve(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    HttpRequest.Builder syncing(Connector connector, String body) {
        return request(CONNECTORS + "/" + connector.id() + "/sync", token(connector.tenant()))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create(graph.graph() + path)).header("Authorization", "Bearer " + token);
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    static SSLContext trusting(GraphSimulator.Running graph) {
        try (InputStream pem = Files.newInputStream(graph.certificate())) {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "login", CertificateFactory.getInstance("X.509").generateCertificate(pem));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
