package dev.downbeat.bench.check;

import java.util.Locale;

/** Which way a figure gets better. */
public enum Direction {
    LOWER,
    HIGHER;

    /** Returns the word that reports use. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
