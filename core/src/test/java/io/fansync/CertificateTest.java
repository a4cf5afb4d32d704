package io.fansync;

import static io.fansync.Awaited.awaited;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fansync.simulator.GraphSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Over real HTTPS; the assertions that the login server was sent are the judge. */
@Timeout(60)
class CertificateTest {

    private static final String PASSWORD = "password";

    @TempDir
    private static Path directory;

    private static Path pfx;
    private static String certificate;
    private static String otherCertificate;
    private static byte[] key;

    @AutoClose
    private final GraphSimulator.Running graph =
            GraphSimulator.create().tenants(2).start();

    @BeforeAll
    static void make_certificates() throws Exception {
        pfx = directory.resolve("app.pfx");
        keytool("app");
        keytool("other");
        KeyStore store = KeyStore.getInstance(pfx.toFile(), PASSWORD.toCharArray());
        key = store.getKey("app", PASSWORD.toCharArray()).getEncoded();
        certificate = pem("CERTIFICATE", store.getCertificate("app").getEncoded());
        otherCertificate = pem("CERTIFICATE", store.getCertificate("other").getEncoded());
        store.deleteEntry("other");
        try (var out = Files.newOutputStream(pfx)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static void keytool(String alias) throws Exception {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String arguments = " -genkeypair -alias " + alias + " -keyalg RSA -dname CN=" + alias
                + " -storetype PKCS12 -storepass " + PASSWORD + " -keystore " + pfx;
        Process process = new ProcessBuilder((keytool + arguments).split(" "))
                .redirectErrorStream(true)
                .start();
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
    }

    private static String pem(String type, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }

    /** What PKCS #8 holds of a 2,048 bit RSA key: the rest is its header, of 26 bytes. */
    private static byte[] pkcs1() {
        return Arrays.copyOfRange(key, 26, key.length);
    }

    @Test
    void each_tenant_is_sent_an_assertion_made_for_it() {
        TokenSource tokens = TokenSource.certificate("my-app", pfx, PASSWORD, LoginHttp.of(graph));

        awaited(tokens.token(new TokenRequest(graph.cloud(), "tenant-1.example")));
        awaited(tokens.token(new TokenRequest(graph.cloud(), "tenant-2.example")));

        assertThat(graph.tokenCalls()).hasSize(2).allSatisfy(call -> {
            assertThat(call.form())
                    .containsEntry("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                    .doesNotContainKey("client_secret");
            JsonNode claims = part(1, call.form().getOrDefault("client_assertion", ""));
            assertThat(claims.path("iss").asString()).isEqualTo("my-app");
            assertThat(claims.path("aud").asString())
                    .isEqualTo(graph.login() + "/" + call.tenant() + "/oauth2/v2.0/token");
        });
    }

    static Stream<Arguments> pems() {
        String pkcs8 = pem("PRIVATE KEY", key);
        return Stream.of(
                arguments("the key last", certificate + pkcs8),
                arguments("the key first", "Bag Attributes\n  friendlyName: app\n" + pkcs8 + certificate),
                arguments("Windows' line ends", (certificate + pkcs8).replace("\n", "\r\n")),
                arguments("a key of the older form", pem("RSA PRIVATE KEY", pkcs1()) + certificate),
                arguments("a chain that begins elsewhere", otherCertificate + pkcs8 + certificate));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pems")
    void a_pem_file_signs_as_the_pfx_does(String how, String pem) throws Exception {
        Path file = Files.writeString(directory.resolve("app.pem"), pem);

        awaited(token(pfx, PASSWORD));
        awaited(token(file, ""));

        String byPfx = graph.tokenCalls().get(0).form().getOrDefault("client_assertion", "");
        String byPem = graph.tokenCalls().get(1).form().getOrDefault("client_assertion", "");
        assertThat(part(0, byPem).path("x5t#S256")).isEqualTo(part(0, byPfx).path("x5t#S256"));
        assertThat(isSignedByApp(byPfx)).isTrue();
        assertThat(isSignedByApp(byPem)).isTrue();
    }

    static Stream<Arguments> unusable() {
        String pkcs8 = pem("PRIVATE KEY", key);
        String one = "must hold a certificate and one private key";
        String encrypted = "holds an encrypted private key; decrypt it ('openssl pkey'), or use a PFX, which may have a"
                + " password";
        return Stream.of(
                arguments("", "is neither PEM nor PFX"),
                arguments("my-secret", "is neither PEM nor PFX"),
                arguments(certificate, one),
                arguments(pkcs8, one),
                arguments(certificate + pkcs8 + pkcs8, one),
                arguments(otherCertificate + pkcs8, "holds a private key of another certificate"),
                arguments(certificate + pem("ENCRYPTED PRIVATE KEY", key), encrypted),
                arguments(
                        certificate
                                + pem("RSA PRIVATE KEY", pkcs1())
                                        .replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"),
                        encrypted),
                arguments(certificate + pem("EC PRIVATE KEY", new byte[100]), "must hold an RSA key"),
                arguments(certificate + pem("PRIVATE KEY", pkcs1()), "must hold an RSA key"),
                arguments(pem("CERTIFICATE", new byte[100]) + pkcs8, "is damaged"),
                arguments("-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n" + certificate, "is damaged"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("unusable")
    void a_file_without_what_is_needed_says_so_and_shows_nothing_of_it(String content, String why) throws IOException {
        Path file = Files.writeString(directory.resolve("app.pem"), content);

        assertThatThrownBy(() -> token(file, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + " " + why)
                .hasNoCause();
    }

    @Test
    void a_pfx_asks_for_its_password() {
        assertThatThrownBy(() -> token(pfx, "")).hasMessage(pfx + " needs its password");
        assertThatThrownBy(() -> token(pfx, "guess")).hasMessage(pfx + " has another password");
    }

    @Test
    void a_file_that_is_not_there_is_named() {
        assertThatThrownBy(() -> token(Path.of("absent.pem"), ""))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("absent.pem");
    }

    private Mono<AccessToken> token(Path file, String password) {
        return TokenSource.certificate("my-app", file, password, LoginHttp.of(graph))
                .token(new TokenRequest(graph.cloud(), "tenant-1.example"));
    }

    /** Of a JSON Web Token: 0 its header, 1 its claims. */
    private static JsonNode part(int number, String assertion) {
        return JsonMapper.shared().readTree(Base64Text.decoded(assertion.split("\\.")[number]));
    }

    private static boolean isSignedByApp(String assertion) throws Exception {
        Certificate app =
                KeyStore.getInstance(pfx.toFile(), PASSWORD.toCharArray()).getCertificate("app");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(app);
        signature.update(assertion.substring(0, assertion.lastIndexOf('.')).getBytes(US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(assertion.substring(assertion.lastIndexOf('.') + 1)));
    }
}
