package io.fansync.bulk;

import io.fansync.Connector;
import io.fansync.bulk.Scenario.Server;
import io.fansync.bulk.SimulatedGraph.RetryAfter;
import io.fansync.bulk.Simulation.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.test.scheduler.VirtualTimeScheduler;

/** The conditions that the gate was tuned on. Each figure is the worst of some seeds. */
class SimulationTest {

    private static final Duration W = Duration.ofSeconds(20);
    private static final Duration SEVEN = Duration.ofSeconds(7);
    private static final Duration ONE = Duration.ofSeconds(1);

    private static final Scenario RIGHT = new Scenario("belief right", 100, W, Quota.of(100, W), 20).within(1.05, 0.01);

    private static final List<Scenario> SCENARIOS = List.of(
            RIGHT,
            new Scenario("belief right and promised", 100, W, Quota.atMost(100, W), 20).within(1.05, 0),
            new Scenario("belief 2 x too high", 100, W, Quota.of(200, W), 20).within(1.10, 0.02),
            new Scenario("belief 2 x too low", 100, W, Quota.of(50, W), 20).within(1.10, 0.02),
            new Scenario("belief 10 x too high", 100, W, Quota.of(1000, W), 40).within(1.15, 0.06),
            new Scenario("window 3 x too long", 100, W, Quota.of(300, W.multipliedBy(3)), 40).within(1.25, 0.03),
            new Scenario("window 3 x too short", 100, W, Quota.of(100, W.dividedBy(3)), 40).within(1.25, 0.03),
            new Scenario("belief 5 x too high", 100, W, Quota.of(500, W), 40),
            new Scenario("belief 5 x too low", 100, W, Quota.of(20, W), 40),
            new Scenario("no belief", 100, W, Quota.none(), 40),
            new Scenario("long round trips", 100, W, Quota.of(100, W), 20)
                    .roundTrips(700, 900)
                    .within(1.05, 0.01),
            new Scenario("window of 7 s", 35, SEVEN, Quota.of(35, SEVEN), 20).within(1.05, 0.01),
            new Scenario("window of 1 s", 20, ONE, Quota.of(20, ONE), 40)
                    .roundTrips(80, 120)
                    .within(1.05, 0.01),
            new Scenario("window of 1 s, promised", 20, ONE, Quota.atMost(20, ONE), 40)
                    .roundTrips(80, 120)
                    .within(1.05, 0),
            new Scenario("a neighbour eats 40 %", 100, W, Quota.of(100, W), 20).neighbour(0.4),
            new Scenario("quota halved midway", 100, W, Quota.of(100, W), 40).change(0.5),
            new Scenario("quota doubled midway", 100, W, Quota.of(100, W), 60).change(2));

    @Test
    void ours() {
        new SimulationTable()
                .ours(SCENARIOS, () -> LongStream.rangeClosed(1, 2))
                .matches("ours.txt");
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    @Tag("simulation")
    void ours_with_many_seeds() {
        new SimulationTable()
                .ours(SCENARIOS, () -> LongStream.rangeClosed(1, 40))
                .matches("ours-many-seeds.txt");
    }

    @Test
    void beside_what_people_use_instead() {
        SimulationTable table = new SimulationTable();
        table.line("belief right, 20 windows of work; goodput is what was synced, as a share of the ideal; early are");
        table.line(
                "requests before their time; timers and connectors are those held at once (fansync looks 4,096 connectors ahead)");
        for (RetryAfter form : List.of(RetryAfter.EXACT, RetryAfter.ABSENT)) {
            for (Server server : Server.values()) {
                table.line("");
                table.line(
                        "## %s, Retry-After %s",
                        SimulationTable.title(server), form.name().toLowerCase(Locale.ROOT));
                table.line("%-26sgoodput  refused  lost  repeated  early  timers  connectors", "");
                for (Strategy strategy : Strategy.values()) {
                    Result result = Simulation.run(RIGHT, server, form, strategy, LongStream.of(1));
                    double share = (1 - (double) result.lost() / RIGHT.connectors()) / Math.max(1, result.time());
                    table.line(
                            "%-26s%5.1f %% %6.1f %% %5d %9d %6d %7d %11d",
                            strategy.title,
                            share * 100,
                            result.refused() * 100,
                            result.lost(),
                            result.repeated(),
                            result.early(),
                            result.held().timers(),
                            result.held().connectors());
                }
            }
        }
        table.matches("peers.txt");
    }

    @Test
    void one_whale_beside_nineteen_small_tenants() {
        SimulationTable table = new SimulationTable();
        table.line(
                "2,000 connectors of one tenant, then 50 of each of 19 others; sliding log of 100 in 20 s, Retry-After absent");
        table.line("%-26s %14s %14s %9s %6s", "", "last small (s)", "whale (s)", "refused", "lost");
        for (Strategy strategy : Strategy.values()) {
            VirtualTimeScheduler time = VirtualTimeScheduler.create();
            SimulatedGraph graph = RIGHT.graph(Server.SLIDING_LOG, RetryAfter.ABSENT, 1, time);
            List<Connector> all = new ArrayList<>(Simulation.connectors("whale.example", 2_000));
            for (int i = 1; i < 20; i++) {
                all.addAll(Simulation.connectors("small-" + i + ".example", 50));
            }
            Simulation.run(graph, RIGHT, strategy, all, 1, time);
            double small = 0;
            double refused = graph.ledger("whale.example").refused;
            double lost = 2_000 - graph.ledger("whale.example").synced.size();
            for (int i = 1; i < 20; i++) {
                SimulatedGraph.Ledger ledger = graph.ledger("small-" + i + ".example");
                small = Math.max(small, ledger.lastAccepted / 1e9);
                refused += ledger.refused;
                lost += 50 - ledger.synced.size();
            }
            double whale = graph.ledger("whale.example").lastAccepted / 1e9;
            double share = refused / (all.size() - lost + refused);
            table.line("%-26s %14.1f %14.1f %7.1f %% %6.0f", strategy.title, small, whale, share * 100, lost);
        }
        table.matches("whale.txt");
    }
}
