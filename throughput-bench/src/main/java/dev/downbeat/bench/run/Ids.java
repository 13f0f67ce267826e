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

    boolean contains(long id) {
        if (!sorted) {
            Arrays.sort(ids, 0, size);
            sorted = true;
        }
        return Arrays.binarySearch(ids, 0, size, id) >= 0;
    }
}
