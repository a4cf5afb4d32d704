package io.fansync.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** A PFX as {@code keytool} makes it. */
final class AppCertificate {

    private AppCertificate() {}

    static Path pfx(Path directory, String password) throws IOException, InterruptedException {
        Path pfx = directory.resolve("app.pfx");
        Process keytool = new ProcessBuilder((Path.of(System.getProperty("java.home"), "bin", "keytool")
                                + " -genkeypair -alias app -keyalg RSA -dname CN=app -storetype PKCS12 -storepass "
                                + password
                                + " -keystore " + pfx)
                        .split(" "))
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        return pfx;
    }
}
