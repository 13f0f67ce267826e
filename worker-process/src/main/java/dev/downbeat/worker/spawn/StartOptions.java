package dev.downbeat.worker.spawn;

import java.util.ArrayList;
import java.util.List;

/** The JVM options that make a worker start fast; the launcher passes its own on in {@code downbeat.java.options}. */
final class StartOptions {
    private static final List<String> USUAL = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4");

    private StartOptions() {}

    static List<String> ofThisJvm() {
        String passed = System.getProperty("downbeat.java.options", "");
        if (passed.isEmpty()) {
            return USUAL;
        }
        List<String> options = new ArrayList<>(List.of(passed.split("\\s+")));
        options.add("-Ddownbeat.java.options=" + passed);
        return options;
    }
}
