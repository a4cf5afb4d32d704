package io.fansync.cli;

import io.fansync.SyncException;
import io.fansync.bulk.SyncOutcome;
import io.fansync.bulk.SyncTally;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What a run's outcomes add up to. It grows with the number of tenants, not with that of the outcomes. */
final class Totals {

    /** A server may make up as many codes as it likes. */
    private static final int MOST_CODES = 100;

    private static final String OTHER_CODES = "(other codes)";

    private final Map<String, OfTenant> byTenant = new HashMap<>();
    private final Map<String, Troubles> byCode = new HashMap<>();
    private final Latencies latencies = new Latencies();
    private final SyncTally earlier;
    private SyncTally tally;
    private long throttled;
    private Duration longestThrottled = Duration.ZERO;
    private long signInFailures;
    private boolean cutShort;
    private boolean left;
    private boolean sent;

    /**
     * One tenant's connectors.
     *
     * @param longestThrottled for how long one of them waited at most because Graph had asked for fewer requests
     */
    record OfTenant(SyncTally tally, Duration longestThrottled) {

        static final OfTenant NONE = new OfTenant(SyncTally.NONE, Duration.ZERO);

        /** How many of them are in trouble. */
        long troubles() {
            return tally.failed() + tally.unknown();
        }

        private OfTenant plus(SyncOutcome outcome) {
            return new OfTenant(tally.plus(outcome), longer(longestThrottled, outcome.throttled()));
        }
    }

    /**
     * How many connectors are in trouble of one kind.
     *
     * @param hint what to do, or at least what is the matter, with the first of them
     */
    record Troubles(long count, String hint) {

        static final Troubles NONE = new Troubles(0, "");

        private Troubles plus(String advice) {
            return new Troubles(count + 1, hint.isEmpty() ? advice : hint);
        }
    }

    /** @param earlier what earlier runs of the job have settled */
    Totals(SyncTally earlier) {
        this.earlier = earlier;
        this.tally = earlier;
    }

    void add(SyncOutcome outcome) {
        tally = tally.plus(outcome);
        String tenant = outcome.connector().tenant();
        byTenant.put(tenant, byTenant.getOrDefault(tenant, OfTenant.NONE).plus(outcome));
        ResultRow.reason(outcome).ifPresent(this::trouble);
        if (outcome instanceof SyncOutcome.Unconfirmed unconfirmed) {
            count("Unconfirmed", unconfirmed.why());
        }
        if (outcome.attempts() > 0) {
            latencies.add(ResultRow.duration(outcome));
        }
        throttled += outcome.throttled().isZero() ? 0 : 1;
        longestThrottled = longer(longestThrottled, outcome.throttled());
        cutShort |= outcome instanceof SyncOutcome.Unsent;
        left |= outcome instanceof SyncOutcome.Unsent || outcome instanceof SyncOutcome.Unknown;
        sent |= outcome.attempts() > 0;
    }

    SyncTally tally() {
        return tally;
    }

    /** What of it earlier runs of the job have settled. */
    SyncTally earlier() {
        return earlier;
    }

    /** True if another run of the job could change something: what is unknown, only one without {@code --at-most-once}. */
    boolean isLeft() {
        return left;
    }

    /** True if a request was sent for any of them. */
    boolean isSent() {
        return sent;
    }

    Map<String, OfTenant> byTenant() {
        return Collections.unmodifiableMap(byTenant);
    }

    /** What the failed, unknown and unconfirmed connectors met with: Graph's code, else the HTTP status, else the kind of failure. */
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

    /** How long the connectors took for which a request was sent, from the first one until they were settled. */
    Latencies latencies() {
        return latencies;
    }

    /**
     * What the outcomes say about the ending.
     *
     * @param late whether the deadline had passed: what this run left unknown then counts as cut short by it, whatever made it so; a
     *     resume with {@code --at-most-once} does not send it
     */
    Ending ending(boolean late) {
        boolean none = signInFailures > 0 && signInFailures == tally.total() - earlier.total() - tally.unsent();
        boolean some = tally.failed() + tally.unknown() > 0;
        boolean abandoned = late && tally.unknown() > earlier.unknown();
        return Ending.gravest(Stream.of(
                none ? Ending.NOT_SIGNED_IN : Ending.ACCEPTED,
                cutShort || abandoned ? Ending.STOPPED : Ending.ACCEPTED,
                some ? Ending.FAILED : Ending.ACCEPTED,
                tally.unconfirmed() > 0 ? Ending.UNCONFIRMED : Ending.ACCEPTED));
    }

    private void trouble(SyncException reason) {
        count(kind(reason), reason.hint().isEmpty() ? reason.detail() : reason.hint());
        if (reason instanceof SyncException.Denied denied && denied.signIn()) {
            signInFailures++;
        }
        left |= !(reason instanceof SyncException.UnknownConnector || reason instanceof SyncException.Rejected);
    }

    private void count(String kind, String advice) {
        String code = byCode.containsKey(kind) || byCode.size() < MOST_CODES ? kind : OTHER_CODES;
        byCode.put(code, byCode.getOrDefault(code, Troubles.NONE).plus(advice));
    }

    private static String kind(SyncException reason) {
        if (!reason.code().isEmpty()) {
            return reason.code();
        }
        int status = reason.trace().status();
        return status == 0 ? reason.getClass().getSimpleName() : Integer.toString(status);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
