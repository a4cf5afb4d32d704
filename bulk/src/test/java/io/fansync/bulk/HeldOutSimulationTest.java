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

    private static final Duration TWENTY_TWO = Duration.ofSeconds(22);
    private static final Duration TWENTY_SIX = Duration.ofSeconds(26);
    private static final Duration FORTY = Duration.ofSeconds(40);

    private static final List<Scenario> SCENARIOS = List.of(
            right("right, 72 in 22 s", 72, TWENTY_TWO).roundTrips(40, 320),
            right("right, 48 in 26 s", 48, TWENTY_SIX).roundTrips(50, 420),
            right("right, 280 in 40 s", 280, FORTY).roundTrips(60, 520),
            new Scenario("right and promised, 72 in 22 s", 72, TWENTY_TWO, Quota.atMost(72, TWENTY_TWO), 20)
                    .roundTrips(40, 320)
                    .within(1.05, 0),
            new Scenario("2 x too high, 72 in 22 s", 72, TWENTY_TWO, Quota.of(144, TWENTY_TWO), 20)
                    .roundTrips(40, 320)
                    .within(1.10, 0.02),
            new Scenario("2 x too low, 72 in 22 s", 72, TWENTY_TWO, Quota.of(36, TWENTY_TWO), 20)
                    .roundTrips(40, 320)
                    .within(1.10, 0.02),
            new Scenario("2 x too high, 280 in 40 s", 280, FORTY, Quota.of(560, FORTY), 20)
                    .roundTrips(60, 520)
                    .within(1.10, 0.02),
            new Scenario("2 x too low, 280 in 40 s", 280, FORTY, Quota.of(140, FORTY), 20)
                    .roundTrips(60, 520)
                    .within(1.10, 0.02),
            new Scenario("10 x too high, 72 in 22 s", 72, TWENTY_TWO, Quota.of(720, TWENTY_TWO), 40)
                    .roundTrips(40, 320)
                    .within(1.15, 0.06),
            new Scenario(
                            "window 3 x too long, 72 in 22 s",
                            72,
                            TWENTY_TWO,
                            Quota.of(216, TWENTY_TWO.multipliedBy(3)),
                            40)
                    .roundTrips(40, 320)
                    .within(1.25, 0.03),
            new Scenario("window 3 x too short, 280 in 40 s", 280, FORTY, Quota.of(280, FORTY.dividedBy(3)), 40)
                    .roundTrips(60, 520)
                    .within(1.25, 0.03),
            new Scenario("a neighbour eats 35 %", 72, TWENTY_TWO, Quota.of(72, TWENTY_TWO), 30)
                    .roundTrips(40, 320)
                    .neighbour(0.35),
            new Scenario("quota grows to 1.6 times midway", 48, TWENTY_SIX, Quota.of(48, TWENTY_SIX), 60)
                    .roundTrips(50, 420)
                    .change(1.6));

    private static Scenario right(String name, int limit, Duration window) {
        return new Scenario(name, limit, window, Quota.of(limit, window), 20).within(1.05, 0.01);
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void ours_where_nobody_looked() {
        new SimulationTable()
                .ours(SCENARIOS, () -> LongStream.rangeClosed(70_401, 70_410))
                .matches("held-out.txt");
    }
}
