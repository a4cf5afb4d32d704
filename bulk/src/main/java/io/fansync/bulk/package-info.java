/**
 * Syncs many connectors, over many tenants, as fast as each tenant's quota allows and no faster. Most users need {@link
 * io.fansync.bulk.BulkSync} and {@link io.fansync.bulk.SyncOutcome}.
 *
 * <p>Everything public here is immutable or safe to share between threads.
 */
@NullMarked
package io.fansync.bulk;

import org.jspecify.annotations.NullMarked;
