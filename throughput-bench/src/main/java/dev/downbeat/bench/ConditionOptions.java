package dev.downbeat.bench;

import dev.downbeat.bench.run.Conditions;
import dev.downbeat.bench.run.Progress;
import dev.downbeat.worker.cli.CommandFailure;
import dev.downbeat.worker.cli.PreparationOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What holds for all scenarios of one call; a picocli mixin. */
final class ConditionOptions {
    @Mixin
    private PreparationOption preparation = new PreparationOption();

    @Option(
            names = "--profile",
            paramLabel = "DIR",
            arity = "0..1",
            fallbackValue = "target/profile",
            description = "every worker writes a flight recording there; the report names the hottest methods")
    private @Nullable Path profiles;

    Conditions telling(Progress progress) {
        try {
            if (profiles != null) {
                Files.createDirectories(profiles);
            }
            return new Conditions(progress, preparation.text(), profiles);
        } catch (IOException e) {
            throw CommandFailure.usage("Cannot be used: " + e.getMessage() + ".", "Name another file or folder.")
                    .because(e);
        }
    }
}
