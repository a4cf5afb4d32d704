package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;

/** Paths below {@code /v1.0}. An id is one segment of them, whatever it holds. */
final class ConnectorPath {

    /** The collection of a tenant's connectors. */
    static final String ALL = "/deviceManagement/exchangeConnectors";

    /** The sync action, below its connector. */
    static final String SYNC = "/sync";

    private ConnectorPath() {}

    /** The connector itself. */
    static String of(String id) {
        return ALL + '/' + segment(id);
    }

    /** The connector's sync action. */
    static String sync(String id) {
        return ALL + '/' + segment(id) + SYNC;
    }

    /** A form encodes all that a path segment may not hold, and a space as {@code +}; of a GUID nothing. */
    static String segment(String id) {
        return isPlain(id) ? id : URLEncoder.encode(id, UTF_8).replace("+", "%20");
    }

    private static boolean isPlain(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-')) {
                return false;
            }
        }
        return true;
    }
}
