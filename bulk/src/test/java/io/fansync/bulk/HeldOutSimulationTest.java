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

    private static final Duration TWENTY_FIVE = Duration.ofSeconds(25);
    private static final Duration THIRTY_TWO = Duration.ofSeconds(32);
    private static final Duration FORTY_FIVE = Duration.ofSeconds(45);

    private static final List<Scenario> SCENARIOS = List.of(
            right("right, 84 in 25 s", 84, TWENTY_FIVE).roundTrips(30, 360),
            right("right, 56 in 32 s", 56, THIRTY_TWO).roundTrips(60, 480),
            right("right, 220 in 45 s", 220, FORTY_FIVE).roundTrips(70, 560),
            new Scenario("right and promised, 84 in 25 s", 84, TWENTY_FIVE, Quota.atMost(84, TWENTY_FIVE), 20)
                    .roundTrips(30, 360)
                    .within(1.05, 0),
            new Scenario("2 x too high, 84 in 25 s", 84, TWENTY_FIVE, Quota.of(168, TWENTY_FIVE), 20)
                    .roundTrips(30, 360)
                    .within(1.10, 0.02),
            new Scenario("2 x too low, 84 in 25 s", 84, TWENTY_FIVE, Quota.of(42, TWENTY_FIVE), 20)
                    .roundTrips(30, 360)
                    .within(1.10, 0.02),
            new Scenario("2 x too high, 220 in 45 s", 220, FORTY_FIVE, Quota.of(440, FORTY_FIVE), 20)
                    .roundTrips(70, 560)
                    .within(1.10, 0.02),
            new Scenario("2 x too low, 220 in 45 s", 220, FORTY_FIVE, Quota.of(110, FORTY_FIVE), 20)
                    .roundTrips(70, 560)
                    .within(1.10, 0.02),
            new Scenario("10 x too high, 84 in 25 s", 84, TWENTY_FIVE, Quota.of(840, TWENTY_FIVE), 40)
                    .roundTrips(30, 360)
                    .within(1.15, 0.06),
            new Scenario(
                            "window 3 x too long, 84 in 25 s",
                            84,
                            TWENTY_FIVE,
                            Quota.of(252, TWENTY_FIVE.multipliedBy(3)),
                            40)
                    .roundTrips(30, 360)
                    .within(1.25, 0.03),
            new Scenario(
                            "window 3 x too short, 220 in 45 s",
                            220,
                            FORTY_FIVE,
                            Quota.of(220, FORTY_FIVE.dividedBy(3)),
                            40)
                    .roundTrips(70, 560)
                    .within(1.25, 0.03),
            new Scenario("a neighbour eats 35 %", 84, TWENTY_FIVE, Quota.of(84, TWENTY_FIVE), 30)
                    .roundTrips(30, 360)
                    .neighbour(0.35),
            new Scenario("quota grows to 1.6 times midway", 56, THIRTY_TWO, Quota.of(56, THIRTY_TWO), 60)
                    .roundTrips(60, 480)
                    .change(1.6));

    private static Scenario right(String name, int limit, Duration window) {
        return new Scenario(name, limit, window, Quota.of(limit, window), 20).within(1.05, 0.01);
    }

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void ours_where_nobody_looked() {
        new SimulationTable()
                .ours(SCENARIOS, () -> LongStream.rangeClosed(70_601, 70_610))
                .matches("held-out.txt");
    }
}
