package io.fansync.benchmarks.server;

import io.fansync.Connector;
import io.fansync.simulator.GraphSimulator;
import io.fansync.simulator.GraphSimulator.RetryAfterForm;
import io.fansync.simulator.Seen;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The simulated Graph, which has quotas and faults, and an account of what it saw. It is the counterpart of the measurements of
 * behaviour.
 *
 * <p>Arguments: {@code --tenants=N --before=N --connectors=N --quota=N --window=MILLIS --form=FORM --faults=PERCENT --latency=MILLIS}. The tenants
 * before are synced as a warm-up, of which it gives no account. Prints its port, then a {@link Account} in JSON for each line of its standard input, and ends with that.
 */
final class Metered {

    private Metered() {}

    public static void main(String[] args) throws Exception {
        Arguments given = new Arguments(args);
        int tenants = (int) given.number("tenants").orElse(1);
        GraphSimulator simulator = GraphSimulator.create()
                .tenants(tenants + (int) given.number("before").orElse(0))
                .connectors((int) given.number("connectors").orElse(1))
                .faults((int) given.number("faults").orElse(0))
                .latency(Duration.ofMillis(given.number("latency").orElse(0)))
                .retryAfter(RetryAfterForm.valueOf(given.text("form").orElse("SECONDS")));
        long quota = given.number("quota").orElse(0);
        Duration window = Duration.ofMillis(given.number("window").orElse(1_000));
        GraphSimulator limited = quota == 0 ? simulator.noQuota() : simulator.quota((int) quota, window);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (GraphSimulator.Running graph = limited.start()) {
            System.out.println(graph.graph().getPort());
            while (in.readLine() != null) {
                System.out.println(JsonMapper.shared().writeValueAsString(account(graph, tenants)));
            }
        }
    }

    private static Account account(GraphSimulator.Running graph, int tenants) {
        Set<String> counted = graph.connectors().stream()
                .map(Connector::tenant)
                .distinct()
                .limit(tenants)
                .collect(Collectors.toSet());
        List<Seen> seen = graph.requests().stream()
                .filter(request -> counted.contains(request.tenant()))
                .toList();
        Map<String, Long> lastAccepted = new HashMap<>();
        int accepted = 0;
        int throttled = 0;
        for (Seen request : seen) {
            for (int status : statuses(request)) {
                if (status == 204) {
                    accepted++;
                    lastAccepted.merge(request.tenant(), request.at().toMillis(), Math::max);
                } else if (status == 429) {
                    throttled++;
                }
            }
        }
        Map<String, Integer> synced = new HashMap<>();
        graph.synced().forEach((connector, times) -> {
            if (counted.contains(connector.tenant())) {
                synced.put(connector.toString(), times);
            }
        });
        long first = seen.isEmpty() ? 0 : seen.get(0).at().toMillis();
        return new Account(seen.size(), accepted, throttled, first, lastAccepted, synced);
    }

    private static List<Integer> statuses(Seen request) {
        List<Integer> statuses = new ArrayList<>();
        statuses.add(request.status());
        request.items().forEach(item -> statuses.add(item.status()));
        return statuses;
    }
}
