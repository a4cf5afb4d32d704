package io.fansync;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A bearer token. It prints as {@code ***}.
 *
 * @param value the token itself, as it goes into the {@code Authorization} header
 * @param expiresAt when it stops serving; {@link Instant#MAX} if unknown
 */
public record AccessToken(String value, Instant expiresAt) {

    /** @throws IllegalArgumentException if the value is empty or could not stand in a header */
    public AccessToken {
        requireNonNull(expiresAt, "expiresAt");
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "A token must not be empty, nor hold a space, a line break or a character beyond ASCII");
        }
    }

    /** A token of which only the value is known. */
    public static AccessToken of(String value) {
        return new AccessToken(value, Instant.MAX);
    }

    @Override
    public String toString() {
        return "AccessToken[value=***, expiresAt=" + expiresAt + "]";
    }
}
