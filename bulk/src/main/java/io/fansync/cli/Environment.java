package io.fansync.cli;

import io.fansync.SyncType;
import io.fansync.bulk.Quota;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a run ran with and in, for whoever has to reproduce it: nothing that is a secret. */
final class Environment {

    private Environment() {}

    static Map<String, String> of(URI graph, SyncType type, Quota quota) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Graph", graph.toString());
        facts.put("Sync type", type.graphName());
        facts.put("Quota believed at first", text(quota));
        quota.ceiling().ifPresent(most -> facts.put("Quota at most", text(most)));
        facts.put("Version", new Fansync.Version().getVersion()[0]);
        facts.put("Java", System.getProperty("java.version") + ", " + System.getProperty("java.vendor"));
        facts.put("System", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return facts;
    }

    private static String text(Quota quota) {
        return quota.requests() == Integer.MAX_VALUE
                ? "none"
                : Prose.count(quota.requests(), "request") + " in " + Prose.time(quota.window()) + " for each tenant";
    }
}
