package dev.downbeat.worker.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag for statements that are run in each scratch database before anything else; a picocli mixin. */
public final class PreparationOption {
    @Option(
            names = "--prepare",
            paramLabel = "FILE",
            description = "SQL that is run in each scratch database first: an index to try, or to drop")
    private @Nullable Path file;

    /** Returns the statements; empty for none. */
    public String text() {
        if (file == null) {
            return "";
        }
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw CommandFailure.usage("Cannot be read: " + file + ".", "Name a file of SQL.")
                    .because(e);
        }
    }
}
