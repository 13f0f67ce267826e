package dev.downbeat.playbook.settings;

import java.time.Duration;

/** Checks one setting against its bound; the message names the key and what was given. */
final class Bounds {
    private Bounds() {}

    static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(key + ": expected at least " + least + ", got " + value);
        }
    }

    static void positive(String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(key + ": expected a positive duration, got " + value);
        }
    }
}
