package io.fansync.benchmarks.report;

import io.fansync.benchmarks.peers.Latencies;
import io.fansync.benchmarks.peers.Peer;
import io.fansync.benchmarks.peers.Peers;
import io.fansync.benchmarks.peers.Site;
import io.fansync.benchmarks.server.Cores;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does one job in a process of its own, and prints in JSON the connectors of which the peer says that they were not synced.
 *
 * <p>Arguments: the peer, Graph's root, the {@link Scenario} as JSON.
 */
final class JobClient {

    private JobClient() {}

    public static void main(String[] args) throws Exception {
        Cores.takeClients();
        Scenario scenario = JsonMapper.shared().readValue(args[2], Scenario.class);
        Site site = new Site(URI.create(args[1]), scenario.concurrency(), scenario.known(), Latencies.OFF);
        Queue<String> failed = new ConcurrentLinkedQueue<>();
        try (Peer peer = Peers.valueOf(args[0]).open(site)) {
            peer.sync(scenario.warmUp(), connector -> {});
            peer.sync(scenario.connectors(), connector -> failed.add(connector.toString()));
        }
        System.out.println(JsonMapper.shared().writeValueAsString(List.copyOf(failed)));
        System.exit(0);
    }
}
