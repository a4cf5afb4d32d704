package io.fansync;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.regex.Pattern;

/** Paths below {@code /v1.0}. An id is one segment of them, whatever it holds. */
final class ConnectorPath {

    /** The collection of a tenant's connectors. */
    static final String ALL = "/deviceManagement/exchangeConnectors";

    /** The sync action, below its connector. */
    static final String SYNC = "/sync";

    /** What has no place in a URL (<a href="https://www.rfc-editor.org/rfc/rfc3986">RFC 3986</a>). */
    private static final Pattern ILLEGAL = Pattern.compile("[^\\w.~:/?@!$&'()*+,;=%\\[\\]-]+|%(?![0-9A-Fa-f]{2})");

    private ConnectorPath() {}

    /** The connector itself. */
    static String of(String id) {
        return ALL + '/' + segment(id);
    }

    /** The connector's sync action. */
    static String sync(String id) {
        return of(id) + SYNC;
    }

    /** A link of Graph's, as it stands but for what could not be sent so; a {@code #} is part of it, for it leads to no fragment. */
    static String encoded(String link) {
        return ILLEGAL.matcher(link).replaceAll(found -> percentEncoded(found.group()));
    }

    /** An id as it stands in a path. Of a GUID nothing is to be encoded. */
    static String segment(String id) {
        return isPlain(id) ? id : percentEncoded(id);
    }

    /** A form encodes all that a path segment may not hold, and a space as {@code +}. */
    private static String percentEncoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
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
