package io.fansync.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A certificate for {@code localhost} and {@code 127.0.0.1} that signs itself. The JDK has no public API to make one,
 * but every JDK has {@code keytool}.
 */
final class LoopbackCertificate {

    private static final String ALIAS = "login";
    /** Guards nothing: the store is read at once and deleted, in a directory of this user alone. */
    private static final String PASSWORD = "simulator";

    private static final String ARGUMENTS = "-genkeypair -alias " + ALIAS + " -keyalg EC -groupname secp256r1"
            + " -dname CN=localhost -ext SAN=dns:localhost,ip:127.0.0.1 -validity 365"
            + " -storetype PKCS12 -storepass " + PASSWORD + " -keystore";

    private static @Nullable LoopbackCertificate shared;

    private final KeyStore store;

    private LoopbackCertificate(KeyStore store) {
        this.store = store;
    }

    /** The certificate of this JVM: making one takes keytool about a second, so that all simulators share it. */
    static synchronized LoopbackCertificate shared() {
        LoopbackCertificate certificate = shared;
        if (certificate == null) {
            certificate = make();
            shared = certificate;
        }
        return certificate;
    }

    KeyManagerFactory keys() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, PASSWORD.toCharArray());
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    String pem() {
        try {
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'})
                    .encodeToString(store.getCertificate(ALIAS).getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LoopbackCertificate make() {
        try {
            Path directory = Files.createTempDirectory("fansync-keytool");
            Path file = directory.resolve("login.p12");
            try {
                keytool(file);
                return new LoopbackCertificate(KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray()));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(directory);
            }
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("The login server's certificate could not be made", e);
        }
    }

    private static void keytool(Path file) throws IOException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(keytool.toString()));
        command.addAll(List.of(ARGUMENTS.split(" ", -1)));
        command.add(file.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool was running", e);
        } finally {
            process.destroy();
        }
    }
}
