package io.fansync.cli;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ids of one tenant, each once, in the order they came. A GUID takes some 60 bytes in all: a file may name millions.
 */
final class IdSet {

    private byte[] text = new byte[48];
    private int[] ends = new int[1];
    /** Open addressing over the ids' hashes: the index of an id plus one, or zero. */
    private int[] slots = new int[2];

    private int size;
    /** By the index of the id. */
    private final BitSet settled = new BitSet();

    /** False if the id is there already. */
    boolean add(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        int slot = slotOf(bytes, 0, bytes.length);
        if (slots[slot] != 0) {
            return false;
        }
        append(bytes);
        slots[slot] = size;
        if (size * 2 > slots.length) {
            rehash();
        }
        return true;
    }

    int size() {
        return size;
    }

    /** Made one by one, as they are asked for. */
    Stream<String> all() {
        return IntStream.range(0, size).mapToObj(this::get);
    }

    /** The id has an outcome. */
    void settle(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        settled.set(slots[slotOf(bytes, 0, bytes.length)] - 1);
    }

    /** Those that have none. */
    Stream<String> left() {
        return IntStream.range(0, size).filter(index -> !settled.get(index)).mapToObj(this::get);
    }

    private String get(int index) {
        return new String(text, start(index), ends[index] - start(index), StandardCharsets.UTF_8);
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    private void append(byte[] bytes) {
        int start = start(size);
        int end = Math.addExact(start, bytes.length);
        if (end > text.length) {
            text = Arrays.copyOf(text, larger(end));
        }
        if (size == ends.length) {
            ends = Arrays.copyOf(ends, larger(size + 1));
        }
        System.arraycopy(bytes, 0, text, start, bytes.length);
        ends[size++] = end;
    }

    private static int larger(int needed) {
        return (int) Math.min(Integer.MAX_VALUE - 8L, needed + (needed >> 1) + 1L);
    }

    private void rehash() {
        slots = new int[Math.multiplyExact(slots.length, 2)];
        for (int i = 0; i < size; i++) {
            slots[slotOf(text, start(i), ends[i])] = i + 1;
        }
    }

    /** Where the id stands that these bytes spell, or the free slot where it belongs. */
    private int slotOf(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ hash >>> 16) & slots.length - 1;
        while (slots[slot] != 0 && !spells(slots[slot] - 1, bytes, from, to)) {
            slot = slot + 1 & slots.length - 1;
        }
        return slot;
    }

    private boolean spells(int index, byte[] bytes, int from, int to) {
        return Arrays.equals(text, start(index), ends[index], bytes, from, to);
    }
}
