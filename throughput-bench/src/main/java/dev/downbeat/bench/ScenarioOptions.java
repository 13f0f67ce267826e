package dev.downbeat.bench;

import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.bench.scenario.ScenarioCatalog;
import dev.downbeat.bench.scenario.ScenarioException;
import dev.downbeat.worker.cli.CommandFailure;
import dev.downbeat.worker.cli.DocumentOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which scenarios are run, and how often; a picocli mixin. */
final class ScenarioOptions {
    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "what to run, in this order")
    private List<String> names = new ArrayList<>();

    @Option(names = "--scenarios", paramLabel = "FILE", description = "scenarios of your own, as YAML")
    private @Nullable Path file;

    @Option(names = "--workers", paramLabel = "N", description = "another number of worker processes")
    private @Nullable Integer workers;

    @Option(names = "--tasks", paramLabel = "N", description = "another number of executions")
    private @Nullable Integer tasks;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "measure so often, report the median")
    private int repeats = 1;

    int repeats() {
        if (repeats < 1) {
            throw CommandFailure.usage("--repeat must be at least 1, got " + repeats + ".", "");
        }
        return repeats;
    }

    /** Returns the built-in scenarios and those of the user's file. */
    ScenarioCatalog catalog() {
        try {
            ScenarioCatalog builtIn = ScenarioCatalog.builtIn();
            return file == null ? builtIn : builtIn.with(file);
        } catch (ScenarioException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "Known keys: docs/benchmarks.md");
        }
    }

    /** Returns what the user named. */
    List<Scenario> chosen(DocumentOption json) {
        ScenarioCatalog catalog = catalog();
        List<String> wanted = new ArrayList<>(names);
        if (wanted.isEmpty()) {
            json.wordThatIsNoFile(catalog::knows).ifPresent(wanted::add);
        }
        if (wanted.isEmpty()) {
            throw CommandFailure.usage("No scenario is named.", "See: downbeat bench --list");
        }
        try {
            return catalog.named(wanted).stream()
                    .map(scenario -> workers == null ? scenario : scenario.withWorkers(workers))
                    .map(scenario -> tasks == null ? scenario : scenario.withTasks(tasks))
                    .toList();
        } catch (ScenarioException | IllegalArgumentException e) {
            throw CommandFailure.usage(String.valueOf(e.getMessage()), "See: downbeat bench --list");
        }
    }
}
