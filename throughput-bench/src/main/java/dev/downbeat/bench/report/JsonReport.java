package dev.downbeat.bench.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.downbeat.worker.console.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes reports for programs: one document, an object for one scenario, an array for several. */
public final class JsonReport {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Console console;

    public JsonReport(Console console) {
        this.console = console;
    }

    /** Writes to the file, or to standard output for {@code -}. */
    public void write(List<RunReport> reports, String file) {
        String document = text(reports);
        if (file.equals("-")) {
            console.line(document);
            return;
        }
        try {
            Files.writeString(Path.of(file), document + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The report cannot be written: " + file, e);
        }
    }

    static String text(List<RunReport> reports) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter()
                    .writeValueAsString(reports.size() == 1 ? reports.getFirst() : reports);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report is always writable.", e);
        }
    }
}
