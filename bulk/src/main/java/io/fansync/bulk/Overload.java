package io.fansync.bulk;

/**
 * How many requests Graph as a whole can take at once. Unlimited until it fails; then each round, that is as many answers as may be
 * in flight, ends in a verdict: if more than a fifth of them were failures of Graph's own, fewer at once, else a few more.
 * A failure here and there, as with any large service, changes nothing.
 */
final class Overload {

    private static final int SHORTEST_ROUND = 5;

    private int limit = Integer.MAX_VALUE;
    private int answers;
    private int failures;

    int limit() {
        return limit;
    }

    /**
     * A request was answered, or lost.
     *
     * @param failed true if that was Graph's own failure
     * @param inFlight how many others are in flight
     */
    void answered(boolean failed, int inFlight) {
        answers++;
        failures += failed ? 1 : 0;
        int atOnce = Math.min(limit, inFlight + 1);
        if (answers < Math.max(SHORTEST_ROUND, atOnce)) {
            return;
        }
        if (failures * 5 > answers) {
            limit = Math.max(1, atOnce * 7 / 10);
        } else if (limit != Integer.MAX_VALUE) {
            limit += Math.max(1, limit / 10);
        }
        answers = 0;
        failures = 0;
    }
}
