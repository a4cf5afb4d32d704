package io.fansync.benchmarks.server;

import java.util.Map;

/**
 * What {@link Metered} saw.
 *
 * @param requests how many requests, a batch being one
 * @param accepted how many syncs were answered 204
 * @param throttled how many were answered 429
 * @param firstAt when the first request came, in milliseconds since the server started
 * @param lastAcceptedAt when each tenant's last sync was accepted, likewise
 * @param synced how often each connector's sync was carried out, by {@code tenant/id}
 */
public record Account(
        int requests,
        int accepted,
        int throttled,
        long firstAt,
        Map<String, Long> lastAcceptedAt,
        Map<String, Integer> synced) {}
