package dev.downbeat.worker.spawn;

import java.util.ArrayList;
import java.util.List;

/** The JVM options that make a worker start fast; the launcher passes its own on as system properties. */
final class StartOptions {
    private static final String OPTIONS = "downbeat.java.options";
    private static final String FAST_START = "downbeat.java.faststart";

    private StartOptions() {}

    static List<String> ofThisJvm() {
        String passed = System.getProperty(OPTIONS, "-XX:+UseSerialGC");
        List<String> options = new ArrayList<>(List.of(passed.split("\\s+", -1)));
        String fastStart = System.getProperty(FAST_START, "");
        if (!fastStart.isEmpty()) {
            options.add(fastStart);
        }
        return options;
    }
}
