package io.fansync.bulk;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Conditions and seeds that were not looked at while the gate was tuned. Each figure is the worst of ten seeds. */
@Tag("simulation")
class HeldOutSimulationTest {

    private static final Duration EIGHTEEN = Duration.ofSeconds(18);
    private static final Duration THIRTY = Duration.ofSeconds(30);
    private static final Duration THIRTY_FIVE = Duration.ofSeconds(35);

    private static final List<Scenario> SCENARIOS = List.of(
            right("right, 60 in 18 s", 60, EIGHTEEN).roundTrips(30, 300),
            right("right, 45 in 30 s", 45, THIRTY).roundTrips(60, 400),
            right("right, 250 in 35 s", 250, THIRTY_FIVE).roundTrips(50, 500),
            new Scenario("right and promised, 60 in 18 s", 60, EIGHTEEN, Quota.atMost(60, EIGHTEEN), 20)
                    .roundTrips(30, 300)
                    .within(1.05, 0),
            new Scenario("2 x too high, 60 in 18 s", 60, EIGHTEEN, Quota.of(120, EIGHTEEN), 20)
                    .roundTrips(30, 300)
                    .within(1.10, 0.02),
            new Scenario("2 x too low, 60 in 18 s", 60, EIGHTEEN, Quota.of(30, EIGHTEEN), 20)
                    .roundTrips(30, 300)
                    .within(1.10, 0.02),
            new Scenario("2 x too high, 250 in 35 s", 250, THIRTY_FIVE, Quota.of(500, THIRTY_FIVE), 20)
                    .roundTrips(50, 500)
                    .within(1.10, 0.02),
            new Scenario("2 x too low, 250 in 35 s", 250, THIRTY_FIVE, Quota.of(125, THIRTY_FIVE), 20)
                    .roundTrips(50, 500)
                    .within(1.10, 0.02),
            new Scenario("10 x too high, 60 in 18 s", 60, EIGHTEEN, Quota.of(600, EIGHTEEN), 40)
                    .roundTrips(30, 300)
                    .within(1.15, 0.06),
            new Scenario("window 3 x too long, 60 in 18 s", 60, EIGHTEEN, Quota.of(180, EIGHTEEN.multipliedBy(3)), 40)
                    .roundTrips(30, 300)
                    .within(1.25, 0.03),
            new Scenario(
                            "window 3 x too short, 250 in 35 s",
                            250,
                            THIRTY_FIVE,
                            Quota.of(250, THIRTY_FIVE.dividedBy(3)),
                            40)
                    .roundTrips(50, 500)
                    .within(1.25, 0.03),
            new Scenario("a neighbour eats 30 %", 60, EIGHTEEN, Quota.of(60, EIGHTEEN), 30)
                    .roundTrips(30, 300)
                    .neighbour(0.3),
            new Scenario("quota grows by half midway", 45, THIRTY, Quota.of(45, THIRTY), 60)
                    .roundTrips(60, 400)
                    .change(1.5));

    private static Scenario right(String name, int limit, Duration window) {
        return new Scenario(name, limit, window, Quota.of(limit, window), 20).within(1.05, 0.01);
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void ours_where_nobody_looked() {
        new SimulationTable()
                .ours(SCENARIOS, () -> LongStream.rangeClosed(70_201, 70_210))
                .matches("held-out.txt");
    }
}
