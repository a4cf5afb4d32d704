package io.fansync.bulk;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Conditions and seeds that were not looked at while the gate was tuned. Each figure is the worst of ten seeds. */
@Tag("simulation")
class HeldOutSimulationTest {

    private static final Duration MINUTE = Duration.ofSeconds(60);
    private static final Duration HALF = Duration.ofSeconds(30);
    private static final Duration TEN = Duration.ofSeconds(10);

    private static final List<Scenario> SCENARIOS = List.of(
            right("right, 240 a minute", 240, MINUTE).roundTrips(50, 800),
            right("right, 60 in 30 s", 60, HALF).roundTrips(100, 300),
            right("right, 130 in 10 s", 130, TEN).roundTrips(30, 150),
            new Scenario("right and promised, 240 a minute", 240, MINUTE, Quota.atMost(240, MINUTE), 20)
                    .roundTrips(50, 800)
                    .within(1.05, 0),
            new Scenario("2 x too high, 60 in 30 s", 60, HALF, Quota.of(120, HALF), 20)
                    .roundTrips(100, 300)
                    .within(1.10, 0.02),
            new Scenario("2 x too low, 60 in 30 s", 60, HALF, Quota.of(30, HALF), 20)
                    .roundTrips(100, 300)
                    .within(1.10, 0.02),
            new Scenario("2 x too high, 130 in 10 s", 130, TEN, Quota.of(260, TEN), 20)
                    .roundTrips(30, 150)
                    .within(1.10, 0.02),
            new Scenario("2 x too low, 130 in 10 s", 130, TEN, Quota.of(65, TEN), 20)
                    .roundTrips(30, 150)
                    .within(1.10, 0.02),
            new Scenario("10 x too high, 240 a minute", 240, MINUTE, Quota.of(2400, MINUTE), 40)
                    .roundTrips(50, 800)
                    .within(1.15, 0.06),
            new Scenario("window 3 x too long, 130 in 10 s", 130, TEN, Quota.of(390, HALF), 40)
                    .roundTrips(30, 150)
                    .within(1.25, 0.03),
            new Scenario("window 3 x too short, 60 in 30 s", 60, HALF, Quota.of(60, TEN), 40)
                    .roundTrips(100, 300)
                    .within(1.25, 0.03),
            new Scenario("a neighbour eats 25 %", 130, TEN, Quota.of(130, TEN), 30)
                    .roundTrips(30, 150)
                    .neighbour(0.25),
            new Scenario("quota cut to 0.7 midway", 240, MINUTE, Quota.of(240, MINUTE), 30)
                    .roundTrips(50, 800)
                    .change(0.7));

    private static Scenario right(String name, int limit, Duration window) {
        return new Scenario(name, limit, window, Quota.of(limit, window), 20).within(1.05, 0.01);
    }

    @Test
    void ours_where_nobody_looked() {
        new SimulationTable()
                .ours(SCENARIOS, () -> LongStream.rangeClosed(1_001, 1_010))
                .matches("held-out.txt");
    }
}
