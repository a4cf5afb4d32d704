package io.fansync;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.microsoft.aad.msal4j.ClientCredentialFactory;
import com.microsoft.aad.msal4j.IClientCredential;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** A certificate and its private key, as they stand together in one file: PEM or PFX (PKCS #12). */
final class CertificateFile {

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /** What goes before an RSA key of PKCS #1 in PKCS #8: version 0, algorithm rsaEncryption (RFC 5208, section 5). */
    private static final byte[] VERSION_AND_RSA = HexFormat.of().parseHex("020100300d06092a864886f70d0101010500");

    private CertificateFile() {}

    /** @throws IllegalArgumentException if there is no certificate in it, or no key that fits */
    static IClientCredential read(Path file, String password) {
        try {
            byte[] content = Files.readAllBytes(file);
            String text = new String(content, ISO_8859_1);
            return text.contains("-----BEGIN ") ? pem(text) : pfx(content, password);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static IClientCredential pfx(byte[] content, String password) {
        try {
            return ClientCredentialFactory.createFromCertificate(new ByteArrayInputStream(content), password);
        } catch (IOException e) {
            boolean locked = e.getCause() instanceof UnrecoverableKeyException;
            throw new IllegalArgumentException(
                    !locked
                            ? "is neither PEM nor PFX"
                            : password.isEmpty() ? "needs its password" : "has another password");
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("must hold one certificate with its private key");
        }
    }

    private static IClientCredential pem(String text) {
        List<X509Certificate> chain = new ArrayList<>();
        List<PrivateKey> keys = new ArrayList<>();
        BLOCK.matcher(text).results().forEach(block -> {
            if (block.group(1).equals("CERTIFICATE")) {
                chain.add(certificate(block));
            } else if (block.group(1).endsWith("PRIVATE KEY")) {
                keys.add(key(block));
            }
        });
        if (chain.isEmpty() || keys.size() != 1) {
            throw new IllegalArgumentException("must hold a certificate and one private key");
        }
        PrivateKey key = keys.get(0);
        X509Certificate own = chain.stream()
                .filter(certificate -> fits(certificate, key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("holds a private key of another certificate"));
        chain.remove(own);
        chain.add(0, own);
        return ClientCredentialFactory.createFromCertificateChain(key, chain);
    }

    private static boolean fits(X509Certificate certificate, PrivateKey key) {
        return certificate.getPublicKey() instanceof RSAKey one
                && key instanceof RSAKey other
                && one.getModulus().equals(other.getModulus());
    }

    private static X509Certificate certificate(MatchResult block) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(decoded(block)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("is damaged");
        }
    }

    private static PrivateKey key(MatchResult block) {
        if (block.group(1).startsWith("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
            throw new IllegalArgumentException(
                    "holds an encrypted private key; decrypt it ('openssl pkey'), or use a PFX, which may have a password");
        }
        byte[] der = decoded(block);
        try {
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(block.group(1).startsWith("RSA") ? pkcs8(der) : der));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("must hold an RSA key");
        }
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        byte[] key = der(0x04, pkcs1);
        return der(
                0x30,
                ByteBuffer.allocate(VERSION_AND_RSA.length + key.length)
                        .put(VERSION_AND_RSA)
                        .put(key)
                        .array());
    }

    /** With a length of two bytes, which that of every RSA key takes. */
    private static byte[] der(int tag, byte[] content) {
        return ByteBuffer.allocate(4 + content.length)
                .put((byte) tag)
                .put((byte) 0x82)
                .putShort((short) content.length)
                .put(content)
                .array();
    }

    private static byte[] decoded(MatchResult block) {
        try {
            return Base64.getMimeDecoder().decode(block.group(2));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is damaged");
        }
    }
}
