package io.fansync.bulk;

/**
 * How many outcomes of each kind there are: {@code outcomes.reduce(SyncTally.NONE, SyncTally::plus)}.
 *
 * @param accepted {@link SyncOutcome.Accepted}
 * @param confirmed {@link SyncOutcome.Confirmed}
 * @param unconfirmed {@link SyncOutcome.Unconfirmed}
 * @param unknown {@link SyncOutcome.Unknown}
 * @param failed {@link SyncOutcome.Failed}
 * @param skipped {@link SyncOutcome.Skipped}
 * @param unsent {@link SyncOutcome.Unsent}
 */
public record SyncTally(
        long accepted, long confirmed, long unconfirmed, long unknown, long failed, long skipped, long unsent) {

    /** No outcome yet. */
    public static final SyncTally NONE = new SyncTally(0, 0, 0, 0, 0, 0, 0);

    /** One more outcome. */
    public SyncTally plus(SyncOutcome outcome) {
        return new SyncTally(
                accepted + (outcome instanceof SyncOutcome.Accepted ? 1 : 0),
                confirmed + (outcome instanceof SyncOutcome.Confirmed ? 1 : 0),
                unconfirmed + (outcome instanceof SyncOutcome.Unconfirmed ? 1 : 0),
                unknown + (outcome instanceof SyncOutcome.Unknown ? 1 : 0),
                failed + (outcome instanceof SyncOutcome.Failed ? 1 : 0),
                skipped + (outcome instanceof SyncOutcome.Skipped ? 1 : 0),
                unsent + (outcome instanceof SyncOutcome.Unsent ? 1 : 0));
    }

    /** Those that Graph accepted, whether or not it was looked what became of it. */
    public long acceptedInAll() {
        return accepted + confirmed + unconfirmed;
    }

    /** All of them. */
    public long total() {
        return acceptedInAll() + unknown + failed + skipped + unsent;
    }
}
