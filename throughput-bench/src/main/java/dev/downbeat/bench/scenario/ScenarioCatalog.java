package dev.downbeat.bench.scenario;

import dev.downbeat.worker.page.Resource;
import dev.downbeat.worker.settings.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The scenarios that can be run, by name. Immutable. */
public final class ScenarioCatalog {
    private static final String RESOURCE = "scenarios.yaml";

    private final Map<String, Scenario> scenarios;

    private ScenarioCatalog(Map<String, Scenario> scenarios) {
        this.scenarios = scenarios;
    }

    /** Returns the built-in scenarios. */
    public static ScenarioCatalog builtIn() {
        String text = Resource.text(ScenarioCatalog.class, RESOURCE);
        return new ScenarioCatalog(ScenarioReader.read(RESOURCE, text, Map.of()));
    }

    /**
     * Returns these scenarios and those of the file; one of the same name replaces.
     *
     * @throws ScenarioException if the file cannot be read or is wrong
     */
    public ScenarioCatalog with(Path file) {
        try {
            return with(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new ScenarioException("Scenario file cannot be read: " + file);
        }
    }

    /**
     * Returns these scenarios and those of the text; one of the same name replaces.
     *
     * @param source what messages call the text
     * @throws ScenarioException if it is wrong
     */
    public ScenarioCatalog with(String source, String text) {
        return new ScenarioCatalog(ScenarioReader.read(source, text, scenarios));
    }

    /** Returns all, in the order of the files. */
    public List<Scenario> all() {
        return List.copyOf(scenarios.values());
    }

    /** Whether there is a scenario of this name. */
    public boolean knows(String name) {
        return scenarios.containsKey(name);
    }

    /**
     * Returns the scenarios of these names, in the same order.
     *
     * @throws ScenarioException that names every unknown one and lists those that exist
     */
    public List<Scenario> named(List<String> names) {
        List<String> faults = new ArrayList<>();
        List<Scenario> found = new ArrayList<>();
        for (String name : names) {
            Scenario scenario = scenarios.get(name);
            if (scenario == null) {
                faults.add("Unknown scenario '%s'%s".formatted(name, Suggestion.among(scenarios.keySet(), name)));
            } else {
                found.add(scenario);
            }
        }
        if (!faults.isEmpty()) {
            throw new ScenarioException(
                    "%s. Known: %s".formatted(String.join(". ", faults), String.join(", ", scenarios.keySet())));
        }
        return found;
    }
}
