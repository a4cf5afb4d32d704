package io.fansync.bulk;

/** Tells one input from another, whatever the order of its connectors: their number, and the sum of their digests. */
final class InputHash {

    private long size;
    private long high;
    private long low;

    void add(Digest digest) {
        add(digest.high(), digest.low());
    }

    void add(long digestHigh, long digestLow) {
        size++;
        long sum = low + digestLow;
        high += digestHigh + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
        low = sum;
    }

    long size() {
        return size;
    }

    String text() {
        return Digest.text(high, low);
    }
}
