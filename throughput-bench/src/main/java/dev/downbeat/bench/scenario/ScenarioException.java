package dev.downbeat.bench.scenario;

import java.util.List;

/** Thrown when a scenario is unknown or a scenario file is wrong; tells every fault at once. */
public final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScenarioException(String message) {
        super(message);
    }

    ScenarioException(String source, List<String> faults) {
        super("Scenarios of %s: %s".formatted(source, String.join("; ", faults)));
    }
}
