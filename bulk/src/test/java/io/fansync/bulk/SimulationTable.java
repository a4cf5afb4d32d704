package io.fansync.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.fansync.bulk.Scenario.Server;
import io.fansync.bulk.SimulatedGraph.RetryAfter;
import io.fansync.bulk.Simulation.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * A table of figures that is checked in, so that a change of the algorithm shows as a change of numbers. {@code -Dupdate} writes
 * it anew.
 */
final class SimulationTable {

    private static final String[] SERVERS = {
        "fixed window",
        "sliding log",
        "sliding log, all count",
        "sliding counter",
        "sliding counter, all count",
        "token bucket"
    };

    private final StringBuilder text = new StringBuilder();

    void line(String format, Object... args) {
        text.append(String.format(Locale.ROOT, format, args).stripTrailing()).append('\n');
    }

    /**
     * Our figures in each scenario, on each server and with each form of Retry-After; a star is beyond the goal, a circle where one
     * who knows all is beyond it as well.
     */
    SimulationTable ours(List<Scenario> scenarios, Supplier<LongStream> seeds) {
        for (Scenario scenario : scenarios) {
            head(scenario);
            for (Server server : Server.values()) {
                StringBuilder row = new StringBuilder();
                Result all = Result.BEST;
                for (RetryAfter form : RetryAfter.values()) {
                    Result result = Simulation.run(scenario, server, form, Strategy.OURS, seeds.get());
                    assertThat(result.lost() + result.repeated() + result.early())
                            .as("lost, repeated, early in %s, %s, %s", scenario.name(), server, form)
                            .isZero();
                    row.append(cell(scenario, server, result));
                    all = all.worse(result);
                }
                String best = scenario.time() == 0 ? "" : String.format(Locale.ROOT, "%.3f", all.best());
                line("%-28s%-9s%s", title(server), best, row);
            }
            line("");
        }
        return this;
    }

    private void head(Scenario scenario) {
        String goal = scenario.time() == 0
                ? ""
                : String.format(Locale.ROOT, "; goal %.3f, %.1f %%", scenario.allowed(), scenario.refused() * 100);
        line("## %s", scenario.name());
        line(
                "%d in %d ms, believed %s, %d windows of work, round trips %d-%d ms%s",
                scenario.limit(),
                scenario.window().toMillis(),
                scenario.belief(),
                scenario.windows(),
                scenario.shortest().toMillis(),
                scenario.longest().toMillis(),
                goal);
        StringBuilder row = new StringBuilder(String.format("%-28s%-9s", "", scenario.time() == 0 ? "" : "at best"));
        for (RetryAfter form : RetryAfter.values()) {
            row.append(
                    String.format("%-18s", form.name().toLowerCase(Locale.ROOT).replace('_', ' ')));
        }
        line("%s", row);
    }

    private static String cell(Scenario scenario, Server server, Result result) {
        boolean promised = scenario.refused() == 0 && server.isCounter();
        boolean late = scenario.time() > 0 && result.time() > scenario.allowed();
        boolean wasteful = scenario.time() > 0 && result.refused() > scenario.refused() && !promised;
        return String.format(
                Locale.ROOT,
                "%-18s",
                String.format(
                        Locale.ROOT,
                        "%.3f%s %.1f%%%s",
                        result.time(),
                        late ? result.avoidable() ? "*" : "°" : "",
                        result.refused() * 100,
                        wasteful ? "*" : ""));
    }

    static String title(Server server) {
        return SERVERS[server.ordinal()];
    }

    void matches(String file) {
        Path path = Path.of("src/test/resources/simulation", file);
        try {
            if (System.getProperty("update") != null) {
                Files.createDirectories(path.getParent());
                Files.writeString(path, text);
            }
            assertThat(text.toString()).as("%s; -Dupdate rewrites it", path).isEqualTo(Files.readString(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
