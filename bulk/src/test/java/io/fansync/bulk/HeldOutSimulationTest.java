package io.fansync.bulk;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Conditions and seeds that were not looked at while the gate was tuned. Each figure is the worst of ten seeds. */
@Tag("simulation")
class HeldOutSimulationTest {

    private static final Duration FIFTEEN = Duration.ofSeconds(15);
    private static final Duration TWENTY_FIVE = Duration.ofSeconds(25);
    private static final Duration FORTY_FIVE = Duration.ofSeconds(45);

    private static final List<Scenario> SCENARIOS = List.of(
            right("right, 75 in 15 s", 75, FIFTEEN).roundTrips(40, 250),
            right("right, 40 in 25 s", 40, TWENTY_FIVE).roundTrips(50, 350),
            right("right, 300 in 45 s", 300, FORTY_FIVE).roundTrips(60, 600),
            new Scenario("right and promised, 75 in 15 s", 75, FIFTEEN, Quota.atMost(75, FIFTEEN), 20)
                    .roundTrips(40, 250)
                    .within(1.05, 0),
            new Scenario("2 x too high, 75 in 15 s", 75, FIFTEEN, Quota.of(150, FIFTEEN), 20)
                    .roundTrips(40, 250)
                    .within(1.10, 0.02),
            new Scenario("2 x too low, 75 in 15 s", 75, FIFTEEN, Quota.of(37, FIFTEEN), 20)
                    .roundTrips(40, 250)
                    .within(1.10, 0.02),
            new Scenario("2 x too high, 300 in 45 s", 300, FORTY_FIVE, Quota.of(600, FORTY_FIVE), 20)
                    .roundTrips(60, 600)
                    .within(1.10, 0.02),
            new Scenario("2 x too low, 300 in 45 s", 300, FORTY_FIVE, Quota.of(150, FORTY_FIVE), 20)
                    .roundTrips(60, 600)
                    .within(1.10, 0.02),
            new Scenario("10 x too high, 75 in 15 s", 75, FIFTEEN, Quota.of(750, FIFTEEN), 40)
                    .roundTrips(40, 250)
                    .within(1.15, 0.06),
            new Scenario("window 3 x too long, 75 in 15 s", 75, FIFTEEN, Quota.of(225, FORTY_FIVE), 40)
                    .roundTrips(40, 250)
                    .within(1.25, 0.03),
            new Scenario("window 3 x too short, 300 in 45 s", 300, FORTY_FIVE, Quota.of(300, FIFTEEN), 40)
                    .roundTrips(60, 600)
                    .within(1.25, 0.03),
            new Scenario("a neighbour eats 30 %", 75, FIFTEEN, Quota.of(75, FIFTEEN), 30)
                    .roundTrips(40, 250)
                    .neighbour(0.3),
            new Scenario("quota grows by half midway", 40, TWENTY_FIVE, Quota.of(40, TWENTY_FIVE), 60)
                    .roundTrips(50, 350)
                    .change(1.5));

    private static Scenario right(String name, int limit, Duration window) {
        return new Scenario(name, limit, window, Quota.of(limit, window), 20).within(1.05, 0.01);
    }

    @Test
    void ours_where_nobody_looked() {
        new SimulationTable()
                .ours(SCENARIOS, () -> LongStream.rangeClosed(30_011, 30_020))
                .matches("held-out.txt");
    }
}
