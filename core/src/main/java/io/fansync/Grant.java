package io.fansync;

import java.time.Instant;

/**
 * What a sign-in brought.
 *
 * @param refreshAt when the sign-in server would like to be asked again; {@link AccessToken#expiresAt()} if it did not say
 */
record Grant(AccessToken token, Instant refreshAt) {}
