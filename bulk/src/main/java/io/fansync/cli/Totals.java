package io.fansync.cli;

import io.fansync.SyncException;
import io.fansync.bulk.SyncOutcome;
import io.fansync.bulk.SyncTally;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What a run's outcomes add up to. */
final class Totals {

    private final Map<String, Troubles> byTenant = new HashMap<>();
    private final Map<String, Troubles> byCode = new HashMap<>();
    private SyncTally tally = SyncTally.NONE;
    private int[] millis = new int[64];
    private int timed;
    private long throttled;
    private Duration longestThrottled = Duration.ZERO;
    private long signInFailures;
    private boolean cutShort;

    /**
     * How many connectors are in trouble of one kind, or of one tenant.
     *
     * @param hint what to do, or at least what is the matter, with the first of them
     */
    record Troubles(long failed, long unknown, String hint) {

        static final Troubles NONE = new Troubles(0, 0, "");

        long count() {
            return failed + unknown;
        }

        private Troubles plus(SyncOutcome outcome, SyncException reason) {
            int failure = outcome instanceof SyncOutcome.Failed ? 1 : 0;
            String advice = reason.hint().isEmpty() ? reason.detail() : reason.hint();
            return new Troubles(failed + failure, unknown + 1 - failure, hint.isEmpty() ? advice : hint);
        }
    }

    void add(SyncOutcome outcome) {
        tally = tally.plus(outcome);
        ResultRow.reason(outcome).ifPresent(reason -> trouble(outcome, reason));
        if (outcome.attempts() > 0) {
            time(ResultRow.duration(outcome));
        }
        if (outcome.throttled().compareTo(Duration.ZERO) > 0) {
            throttled++;
            longestThrottled =
                    outcome.throttled().compareTo(longestThrottled) > 0 ? outcome.throttled() : longestThrottled;
        }
        cutShort |= outcome instanceof SyncOutcome.Unsent;
    }

    SyncTally tally() {
        return tally;
    }

    /** The tenants with failed or unknown connectors. */
    Map<String, Troubles> byTenant() {
        return Collections.unmodifiableMap(byTenant);
    }

    /** What the failed and unknown connectors met with: Graph's code, else the HTTP status, else the kind of failure. */
    Map<String, Troubles> byCode() {
        return Collections.unmodifiableMap(byCode);
    }

    /** How many connectors waited because Graph had asked for fewer requests. */
    long throttled() {
        return throttled;
    }

    Duration longestThrottled() {
        return longestThrottled;
    }

    /** How long the connectors took for which a request was sent, in milliseconds, the quickest first. */
    int[] sortedMillis() {
        int[] sorted = Arrays.copyOf(millis, timed);
        Arrays.sort(sorted);
        return sorted;
    }

    /** What the outcomes alone say about the ending. */
    Ending ending() {
        boolean none = signInFailures > 0 && signInFailures == tally.total() - tally.unsent();
        boolean some = tally.failed() + tally.unknown() > 0;
        return Ending.gravest(Stream.of(
                none ? Ending.NOT_SIGNED_IN : Ending.ACCEPTED,
                cutShort ? Ending.STOPPED : Ending.ACCEPTED,
                some ? Ending.FAILED : Ending.ACCEPTED));
    }

    private void trouble(SyncOutcome outcome, SyncException reason) {
        String tenant = outcome.connector().tenant();
        byTenant.put(tenant, byTenant.getOrDefault(tenant, Troubles.NONE).plus(outcome, reason));
        byCode.put(
                kind(reason), byCode.getOrDefault(kind(reason), Troubles.NONE).plus(outcome, reason));
        if (reason instanceof SyncException.Denied denied && denied.signIn()) {
            signInFailures++;
        }
        // A throttle costs no retries: only the deadline turns it into a failure.
        cutShort |= reason instanceof SyncException.Throttled;
    }

    private static String kind(SyncException reason) {
        if (!reason.code().isEmpty()) {
            return reason.code();
        }
        int status = reason.trace().status();
        return status == 0 ? reason.getClass().getSimpleName() : Integer.toString(status);
    }

    private void time(Duration duration) {
        if (timed == millis.length) {
            millis = Arrays.copyOf(millis, timed * 2);
        }
        millis[timed++] = (int) Math.min(Integer.MAX_VALUE, duration.toMillis());
    }
}
