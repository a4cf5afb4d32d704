package io.fansync;

import static io.fansync.Awaited.awaited;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import io.fansync.simulator.GraphSimulator;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class CertificateTest {

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(2).start();

    @TempDir
    private Path directory;

    @Test
    void each_tenant_is_sent_an_assertion_made_for_it() throws Exception {
        TokenSource tokens = TokenSource.msal("my-app", certificate(), LoginHttp.of(graph));

        awaited(tokens.token(new TokenRequest(graph.cloud(), "tenant-1.example")));
        awaited(tokens.token(new TokenRequest(graph.cloud(), "tenant-2.example")));

        assertThat(graph.tokenCalls()).allSatisfy(call -> {
            assertThat(call.form())
                    .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                    .doesNotContainKey("client_secret");
            JsonNode claims = claims(call.form().getOrDefault("client_assertion", ""));
            assertThat(claims.path("iss").asString()).isEqualTo("my-app");
            assertThat(claims.path("aud").asString())
                    .isEqualTo(graph.login() + "/" + call.tenant() + "/oauth2/v2.0/token");
        });
        assertThat(graph.tokenCalls()).hasSize(2);
    }

    private IClientCredential certificate() throws Exception {
        Path pfx = directory.resolve("app.pfx");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "app",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=app",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "password",
                        "-keystore",
                        pfx.toString())
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        try (InputStream in = Files.newInputStream(pfx)) {
            return ClientCredentialFactory.createFromCertificate(in, "password");
        }
    }

    private static JsonNode claims(String assertion) {
        return JsonMapper.shared().readTree(Base64Text.decoded(assertion.split("\\.")[1]));
    }
}
