package io.fansync.bulk;

import io.fansync.Connector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The first 128 bits of SHA-256 over a connector's tenant, a tab and its id. Not for several threads at once. */
final class Digest {

    static final int BYTES = 16;

    private final MessageDigest sha256 = sha256();
    private long high;
    private long low;

    void of(Connector connector) {
        byte[] name = (connector.tenant() + '\t' + connector.id()).getBytes(StandardCharsets.UTF_8);
        of(name, 0, name.length);
    }

    void of(byte[] bytes, int from, int to) {
        sha256.update(bytes, from, to - from);
        ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
        high = hash.getLong();
        low = hash.getLong();
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    static String text(long high, long low) {
        byte[] bytes = ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Takes what {@link #text} made. */
    void parse(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        high = bytes.getLong();
        low = bytes.getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new AssertionError(everyJavaHasIt);
        }
    }
}
