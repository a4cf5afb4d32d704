package io.fansync.bulk;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where each connector of a journal stands, by its {@link Digest}: open addressing in arrays, some 30 bytes for each, since a
 * journal may hold millions.
 */
final class JournalIndex {

    private static final JournalState[] STATES = JournalState.values();

    interface Visitor {
        void visit(long high, long low, JournalState state) throws IOException;
    }

    private long[] digests = new long[2 * 16];
    /** An ordinal plus one; zero where the slot is free. */
    private byte[] states = new byte[16];

    private int size;

    void put(Digest digest, JournalState state) {
        int slot = slot(digest.high(), digest.low());
        if (states[slot] == 0) {
            size++;
        }
        set(slot, digest.high(), digest.low(), (byte) (state.ordinal() + 1));
        if (size > states.length / 4 * 3) {
            grow();
        }
    }

    @Nullable
    JournalState get(Digest digest) {
        byte state = states[slot(digest.high(), digest.low())];
        return state == 0 ? null : STATES[state - 1];
    }

    int size() {
        return size;
    }

    void forEach(Visitor visitor) throws IOException {
        for (int slot = 0; slot < states.length; slot++) {
            if (states[slot] != 0) {
                visitor.visit(digests[2 * slot], digests[2 * slot + 1], STATES[states[slot] - 1]);
            }
        }
    }

    /** How many stand at each state, by its ordinal. */
    long[] counts() {
        long[] counts = new long[STATES.length];
        for (byte state : states) {
            if (state != 0) {
                counts[state - 1]++;
            }
        }
        return counts;
    }

    private void grow() {
        long[] oldDigests = digests;
        byte[] oldStates = states;
        digests = new long[Math.multiplyExact(oldDigests.length, 2)];
        states = new byte[oldStates.length * 2];
        for (int old = 0; old < oldStates.length; old++) {
            if (oldStates[old] != 0) {
                long high = oldDigests[2 * old];
                long low = oldDigests[2 * old + 1];
                set(slot(high, low), high, low, oldStates[old]);
            }
        }
    }

    private void set(int slot, long high, long low, byte state) {
        digests[2 * slot] = high;
        digests[2 * slot + 1] = low;
        states[slot] = state;
    }

    /** Where the digest stands, or the free slot where it belongs. */
    private int slot(long high, long low) {
        int mask = states.length - 1;
        int slot = (int) high & mask;
        while (states[slot] != 0 && (digests[2 * slot] != high || digests[2 * slot + 1] != low)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
