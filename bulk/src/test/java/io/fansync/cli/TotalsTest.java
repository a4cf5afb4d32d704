package io.fansync.cli;

import static io.fansync.cli.Outcomes.accepted;
import static io.fansync.cli.Outcomes.failed;
import static io.fansync.cli.Outcomes.unknown;
import static io.fansync.cli.Outcomes.unsent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fansync.SyncException.Denied;
import io.fansync.SyncException.Rejected;
import io.fansync.SyncException.Unavailable;
import io.fansync.bulk.SyncOutcome;
import io.fansync.bulk.SyncTally;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TotalsTest {

    private static final SyncOutcome ACCEPTED = accepted("a.com", "1");
    private static final SyncOutcome FAILED = failed("a.com", "2", new Rejected("no"));
    private static final SyncOutcome UNKNOWN = unknown("a.com", "3", new Unavailable("504", true));
    private static final SyncOutcome UNSENT = unsent("a.com", "4");
    private static final SyncOutcome NO_TOKEN = failed("b.com", "1", new Denied("no token", ""));

    private static Totals totals(List<SyncOutcome> outcomes) {
        Totals totals = new Totals(SyncTally.NONE);
        outcomes.forEach(totals::add);
        return totals;
    }

    static Stream<Arguments> endings() {
        return Stream.of(
                arguments(List.of(), 0),
                arguments(List.of(ACCEPTED), 0),
                arguments(List.of(ACCEPTED, FAILED), 3),
                arguments(List.of(ACCEPTED, UNKNOWN), 3),
                arguments(List.of(ACCEPTED, NO_TOKEN), 3),
                arguments(List.of(NO_TOKEN, NO_TOKEN), 4),
                arguments(List.of(NO_TOKEN, FAILED), 3),
                arguments(List.of(NO_TOKEN, UNSENT), 4),
                arguments(List.of(ACCEPTED, UNSENT), 5),
                arguments(List.of(FAILED, UNSENT), 5));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void end_with(List<SyncOutcome> outcomes, int exitCode) {
        assertThat(totals(outcomes).ending(false).exitCode()).isEqualTo(exitCode);
    }

    static Stream<Arguments> endingsAfterTheDeadline() {
        return Stream.of(
                arguments(List.of(ACCEPTED), 0),
                arguments(List.of(ACCEPTED, FAILED), 3),
                arguments(List.of(ACCEPTED, UNKNOWN), 5),
                arguments(List.of(FAILED, UNKNOWN), 5));
    }

    /** What is unknown by then may be so because nobody waited for its answer any longer, and a resume would. */
    @ParameterizedTest
    @MethodSource("endingsAfterTheDeadline")
    void end_after_the_deadline_with(List<SyncOutcome> outcomes, int exitCode) {
        assertThat(totals(outcomes).ending(true).exitCode()).isEqualTo(exitCode);
    }

    @Test
    void what_an_earlier_run_left_unknown_no_deadline_cut_short() {
        Totals totals = new Totals(new SyncTally(0, 0, 0, 1, 0, 0, 0));
        totals.add(ACCEPTED);

        assertThat(totals.ending(true)).isEqualTo(Ending.FAILED);
    }

    @Test
    void the_gravest_of_several_endings_counts() {
        assertThat(Stream.of(Ending.values()).map(Ending::exitCode)).containsExactly(130, 143, 1, 2, 4, 5, 3, 7, 0);
        assertThat(Ending.gravest(Stream.of(Ending.FAILED, Ending.INTERRUPTED, Ending.STOPPED)))
                .isEqualTo(Ending.INTERRUPTED);
    }

    @Test
    void add_up_by_tenant_and_by_kind_of_trouble() {
        Totals totals = totals(List.of(ACCEPTED, FAILED, UNKNOWN, NO_TOKEN, UNSENT));

        assertThat(totals.byTenant()).containsOnlyKeys("a.com", "b.com").hasEntrySatisfying("a.com", tenant -> {
            assertThat(tenant.tally()).isEqualTo(new SyncTally(1, 0, 0, 1, 1, 0, 1));
            assertThat(tenant.troubles()).isEqualTo(2);
            assertThat(tenant.longestThrottled()).isEqualTo(Duration.ofMillis(1_500));
        });
        assertThat(totals.byCode()).containsOnlyKeys("Rejected", "Unavailable", "Denied");
    }

    @Test
    void time_only_those_for_which_a_request_was_sent() {
        Totals totals = totals(Stream.concat(
                        Stream.of(UNSENT, NO_TOKEN, ACCEPTED),
                        Stream.generate(() -> FAILED).limit(99))
                .toList());

        assertThat(totals.latencies().count()).isEqualTo(100);
        assertThat(totals.latencies().max()).isEqualTo(Duration.ofMillis(2_345));
        assertThat(totals.throttled()).isEqualTo(1);
        assertThat(totals.longestThrottled()).isEqualTo(Duration.ofMillis(1_500));
    }
}
