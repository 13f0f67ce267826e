package dev.downbeat.worker.cli;

import dev.downbeat.worker.console.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flag of commands that write one JSON document, to a file or to standard output; a picocli mixin. */
public final class DocumentOption {
    private static final String STANDARD_OUTPUT = "-";

    @Option(
            names = "--json",
            paramLabel = "FILE",
            arity = "0..1",
            fallbackValue = STANDARD_OUTPUT,
            description = "write one JSON document; alone or as -: to standard output, and nothing else there")
    private @Nullable String file;

    /** Returns whether a document is wanted. */
    public boolean wanted() {
        return file != null;
    }

    /** Returns whether standard output carries the document, and so nothing else. */
    public boolean onStandardOutput() {
        return STANDARD_OUTPUT.equals(file);
    }

    /**
     * Gives back a word that the parser took for the file's name: in {@code bench --json quick} it is the scenario's.
     *
     * @param isNoFile tells such words
     */
    public Optional<String> wordThatIsNoFile(Predicate<String> isNoFile) {
        Optional<String> word = Optional.ofNullable(file).filter(isNoFile);
        if (word.isPresent()) {
            file = STANDARD_OUTPUT;
        }
        return word;
    }

    /** Writes the document where it is wanted; nowhere if it is not. */
    public void write(Console console, String document) {
        if (onStandardOutput()) {
            console.line(document.strip());
        } else if (file != null) {
            write(Path.of(file), document);
        }
    }

    /**
     * Writes a text to a file, with the folders that are missing.
     *
     * @throws CommandFailure that names the file, if it cannot be written
     */
    public static void write(Path file, String text) {
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(file, text);
        } catch (IOException e) {
            throw CommandFailure.usage("Cannot be written: " + file + ".", "Name another file.")
                    .because(e);
        }
    }
}
