package io.fansync.bulk;

import java.time.Duration;

/**
 * Bounds how many requests are sent again after an answer that leaves open whether Graph acted, so that an outage is met with
 * patience and not with a storm: each request that Graph took earns a fifth of a resend, and each second earns one, up to a
 * reserve; a resend that Graph took was no part of an outage, and costs nothing. Pure: time, in nanoseconds, is an argument.
 */
final class RetryBudget {

    private static final double PER_TAKEN = 0.2;
    private static final double PER_NANO = 1.0 / Duration.ofSeconds(1).toNanos();
    private static final double RESERVE = 100;

    private double credit = RESERVE;
    private long asOf;

    /** Graph took a request. */
    void deposit(boolean isResend) {
        credit = Math.min(RESERVE, credit + PER_TAKEN + (isResend ? 1 : 0));
    }

    /** Takes the credit for one resend, if there is any. */
    boolean withdraw(long now) {
        credit = Math.min(RESERVE, credit + (now - asOf) * PER_NANO);
        asOf = now;
        if (credit < 1) {
            return false;
        }
        credit--;
        return true;
    }
}
