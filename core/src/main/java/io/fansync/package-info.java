/**
 * Speaks Microsoft Graph: one connector, one request. Most users need {@link io.fansync.ConnectorClient},
 * {@link io.fansync.TokenSource} and {@link io.fansync.Backoff}.
 *
 * <p>Everything public here is immutable or safe to share between threads.
 */
@NullMarked
package io.fansync;

import org.jspecify.annotations.NullMarked;
