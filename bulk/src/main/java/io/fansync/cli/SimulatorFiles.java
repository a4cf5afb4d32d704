package io.fansync.cli;

import io.fansync.simulator.GraphSimulator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** What {@code sync} needs in order to be tried against a simulator. */
final class SimulatorFiles {

    private static final JsonMapper JSON = new JsonMapper();

    private SimulatorFiles() {}

    /** A token that the simulator accepts for that tenant. */
    static String token(String tenant) {
        return "sim." + tenant + ".fansync";
    }

    static void writeIds(GraphSimulator.Running graph, Path path) {
        try (BufferedWriter ids = Files.newBufferedWriter(path)) {
            ids.write("tenant,id\n");
            for (var connector : graph.connectors()) {
                ids.write(connector.tenant() + "," + connector.id() + "\n");
            }
        } catch (IOException e) {
            throw new BadInput("cannot write " + path + ": " + Prose.why(e));
        }
    }

    static void writeTokens(GraphSimulator.Running graph, Path path) {
        Map<String, String> tokens = new TreeMap<>();
        graph.connectors().forEach(connector -> tokens.computeIfAbsent(connector.tenant(), SimulatorFiles::token));
        try {
            Files.writeString(path, JSON.writeValueAsString(tokens));
            SecretFile.closeToOthers(path);
        } catch (IOException e) {
            throw new BadInput("cannot write " + path + ": " + Prose.why(e));
        }
    }
}
