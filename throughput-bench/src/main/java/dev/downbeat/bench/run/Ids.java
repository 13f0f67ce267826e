package dev.downbeat.bench.run;

import java.util.Arrays;

/** The ids of what was enqueued; a million of them take eight megabytes. For one thread. */
final class Ids {
    private final long[] ids;
    private int size;
    private boolean sorted = true;

    Ids(int capacity) {
        ids = new long[capacity];
    }

    void add(long id) {
        sorted &= size == 0 || ids[size - 1] < id;
        ids[size++] = id;
    }

    int size() {
        return size;
    }

    /** Returns the lowest; whatever was enqueued before, for a warm-up say, lies below it. */
    long first() {
        sort();
        return size == 0 ? 0 : ids[0];
    }

    boolean contains(long id) {
        sort();
        return Arrays.binarySearch(ids, 0, size, id) >= 0;
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(ids, 0, size);
            sorted = true;
        }
    }
}
