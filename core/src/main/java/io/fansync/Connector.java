package io.fansync;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * An Exchange connector of a tenant.
 *
 * @param tenant the tenant's domain or directory id: letters, digits, dots and hyphens, the first a letter or a digit. Kept
 *     in lower case, so that one tenant has one token and one quota however it was spelt
 * @param id the connector's id, an opaque string to Graph (its examples are GUIDs); neither empty, {@code .} or
 *     {@code ..}, nor with a control character. Sent as one encoded path segment, whatever it holds
 */
public record Connector(String tenant, String id) {

    /** @throws IllegalArgumentException if the tenant or the id is not of the form above */
    public Connector {
        tenant = checkedTenant(tenant);
        requireNonNull(id, "id");
        if (id.isBlank() || id.equals(".") || id.equals("..")) {
            throw new IllegalArgumentException("A connector id must not be empty, '.' or '..', but was '" + id + "'");
        }
        for (int i = 0; i < id.length(); i++) {
            if (Character.isISOControl(id.charAt(i))) {
                throw new IllegalArgumentException("A connector id must not hold a control character");
            }
        }
    }

    static String checkedTenant(String tenant) {
        requireNonNull(tenant, "tenant");
        if (!isTenant(tenant)) {
            throw new IllegalArgumentException(
                    "A tenant is a domain or an id (letters, digits, dots, hyphens), but was '" + printable(tenant)
                            + "'");
        }
        return tenant.toLowerCase(Locale.ROOT);
    }

    private static boolean isTenant(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!allowedInTenant(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty() && isLetterOrDigit(text.charAt(0));
    }

    private static boolean allowedInTenant(char c) {
        return isLetterOrDigit(c) || c == '.' || c == '-';
    }

    private static boolean isLetterOrDigit(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
    }

    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    /** {@code tenant/id}. */
    @Override
    public String toString() {
        return tenant + "/" + id;
    }
}
