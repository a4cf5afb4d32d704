package io.fansync.bulk;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Where a run stands. */
final class Standing {

    private final Sources sources;
    private final Lanes lanes;
    private final Optional<Lanes> readings;
    private final long startedAt;
    private final RecentRate rate;
    private SyncTally tally = SyncTally.NONE;
    /** Some had to wait for a place in flight since the last snapshot. */
    private boolean crowded;

    /** @param readings where connectors wait to be read, if they are */
    Standing(Sources sources, Lanes lanes, Optional<Lanes> readings, long startedAt) {
        this.sources = sources;
        this.lanes = lanes;
        this.readings = readings;
        this.startedAt = startedAt;
        this.rate = new RecentRate(startedAt);
    }

    void settled(SyncOutcome outcome) {
        tally = tally.plus(outcome);
    }

    /** @param full whether there is no place in flight */
    void crowded(boolean full) {
        crowded |= full;
    }

    BulkProgress at(long now, int inFlight, int waiting, boolean stopped) {
        Outlook outlook = new Outlook(now);
        Map<String, Long> toCome = sources.toCome();
        lanes.forEach((tenant, lane) -> outlook.add(lane.gate, lane.size() + toCome.getOrDefault(tenant, 0L)));
        readings.ifPresent(open -> open.forEach((tenant, lane) -> outlook.addIfPaused(lane.gate)));
        double recent = rate.at(now, tally.total() - tally.skipped() - tally.unsent());
        Optional<Duration> timeLeft = outlook.timeLeft(crowded ? recent : Double.POSITIVE_INFINITY);
        crowded = false;
        return new BulkProgress(
                tally,
                inFlight,
                waiting,
                Duration.ofNanos(now - startedAt),
                recent,
                stopped || sources.areBlind() ? Optional.empty() : timeLeft,
                outlook.atQuota(),
                outlook.paused(),
                outlook.longestPause());
    }
}
