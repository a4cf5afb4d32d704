package io.fansync.bulk;

import java.time.Duration;

/** How long a gate stays closed, and how long it has been because Graph asked for it. Pure: time, in nanoseconds, is an argument. */
final class Closure {

    /** By how much longer than necessary Graph may ask to wait, which tells times in whole seconds. */
    static final long ROUNDED = Duration.ofMillis(1500).toNanos();

    private static final long LONGEST = Duration.ofDays(365).toNanos();

    private long until;
    private int inARow;

    private long pauseStart;
    private long pauseEnd;
    private long pausedBefore;

    boolean isOver(long now) {
        return now >= until;
    }

    /** When the gate opens. */
    long end() {
        return until;
    }

    /** The server takes requests: the next closure is the first again. */
    void opened() {
        inARow = 0;
    }

    boolean isFirst() {
        return inARow == 0;
    }

    /** Closes for a time that doubles with each closure in a row. */
    void close(long now, long shortest, long longest) {
        until = Math.max(until, now + doubled(shortest, longest));
        inARow++;
    }

    /**
     * Closes because Graph refused: for as long as it asked, and for at least as long as we would choose.
     *
     * @param roomAt when there should be room, which ends what we would choose
     */
    void close(long now, Duration asked, long shortest, long longest, long roomAt) {
        long own = Math.min(doubled(shortest, longest), roomAt - now);
        inARow++;
        pause(now, now + Math.max(nanos(asked), own));
    }

    /** Graph asked once more, in an answer to what was under way when it closed. */
    void extend(long now, Duration asked) {
        if (!asked.isZero()) {
            pause(now, now + nanos(asked));
        }
    }

    private void pause(long now, long end) {
        until = Math.max(until, end);
        if (now >= pauseEnd) {
            pausedBefore = pausedNanos(now);
            pauseStart = now;
        }
        pauseEnd = until;
    }

    Duration pauseLeft(long now) {
        return Duration.ofNanos(Math.max(0, pauseEnd - now));
    }

    long pausedNanos(long now) {
        return pausedBefore + Math.max(0, Math.min(now, pauseEnd) - pauseStart);
    }

    private long doubled(long shortest, long longest) {
        return Math.min(Math.max(shortest, longest), shortest << Math.min(inARow, 20));
    }

    /** As nanoseconds, in which it would be longer than time itself. */
    static long nanos(Duration asked) {
        return asked.compareTo(Duration.ofNanos(LONGEST)) > 0 ? LONGEST : asked.toNanos();
    }
}
