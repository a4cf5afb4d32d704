/**
 * Has syncs observed by Micrometer: {@link io.fansync.micrometer.SyncObservations} for traces and timers, {@link
 * io.fansync.micrometer.BulkSyncMetrics} for what is under way. An application without Micrometer does without this package.
 */
@NullMarked
package io.fansync.micrometer;

import org.jspecify.annotations.NullMarked;
