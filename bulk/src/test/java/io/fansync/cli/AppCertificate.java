package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A PFX as {@code keytool} makes it, which takes seconds: one for all tests. */
final class AppCertificate {

    static final String PASSWORD = "password-of-the-pfx";
    static final Path PFX = make();

    private AppCertificate() {}

    /** The same in PEM, without a password. */
    static String pem() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(PFX.toFile(), PASSWORD.toCharArray());
        return pem("PRIVATE KEY", store.getKey("app", PASSWORD.toCharArray()).getEncoded())
                + pem("CERTIFICATE", store.getCertificate("app").getEncoded());
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(content) + "\n-----END " + type
                + "-----\n";
    }

    private static Path make() {
        try {
            Path directory = Files.createTempDirectory("fansync-app");
            Path pfx = directory.resolve("app.pfx");
            Process keytool = new ProcessBuilder((Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    + " -genkeypair -alias app -keyalg RSA -dname CN=app -storetype PKCS12 -storepass "
                                    + PASSWORD + " -keystore " + pfx)
                            .split(" "))
                    .redirectErrorStream(true)
                    .start();
            keytool.getInputStream().readAllBytes();
            assertThat(keytool.waitFor()).isZero();
            directory.toFile().deleteOnExit();
            pfx.toFile().deleteOnExit();
            return pfx;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
