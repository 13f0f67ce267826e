package dev.downbeat.worker.stub;

import java.util.LinkedHashMap;
import java.util.Map;

/** Counts the calls made under a key. Remembers the {@value #MAX_KEYS} keys used last. Thread-safe. */
final class Calls {

    static final int MAX_KEYS = 100_000;

    private final Map<String, Integer> counts = new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MAX_KEYS;
        }
    };

    /** Counts one more call under {@code key}; the first is 1. */
    synchronized int next(String key) {
        return counts.merge(key, 1, Integer::sum);
    }
}
