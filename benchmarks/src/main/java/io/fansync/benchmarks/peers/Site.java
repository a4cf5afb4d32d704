package io.fansync.benchmarks.peers;

import io.fansync.Connector;
import io.fansync.bulk.Quota;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where and how a peer is to work.
 *
 * @param graph Graph's root, without {@code /v1.0}
 * @param concurrency requests in flight at most, be they single ones or batches
 * @param quota what a tenant is allowed; only fansync can make use of knowing it
 * @param latencies where each sync's time is entered
 */
public record Site(URI graph, int concurrency, Quota quota, Latencies latencies) {

    /** The body of a delta sync. */
    static final String BODY = "{\"syncType\":\"deltaSync\"}";

    private static final Map<String, String> TOKENS = new ConcurrentHashMap<>();

    /** A tenant's token, as it would come from a cache, and about as long as a real one. */
    static String token(String tenant) {
        return TOKENS.computeIfAbsent(tenant, name -> "sim." + name + "." + "x".repeat(1_500));
    }

    /** The path of a connector's sync action. Ids are GUIDs here, so nothing needs encoding. */
    static String path(Connector connector) {
        return "/v1.0/deviceManagement/exchangeConnectors/" + connector.id() + "/sync";
    }

    URI uri(Connector connector) {
        return URI.create(graph + path(connector));
    }
}
