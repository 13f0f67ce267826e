package dev.downbeat.analysis.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes an analysis into a folder: {@code analysis.json}, {@code report.md}, a plan and a runnable text per statement. */
public final class AnalysisFiles {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private AnalysisFiles() {}

    /** Writes everything, over what was there. */
    public static void write(List<StatementReport> reports, Path folder) throws IOException {
        Files.createDirectories(folder.resolve("plans"));
        Files.writeString(folder.resolve("analysis.json"), json(reports));
        Files.writeString(folder.resolve("report.md"), MarkdownReport.text(reports));
        for (StatementReport report : reports) {
            String name = report.scenario() + "." + report.operation();
            Files.writeString(folder.resolve("plans").resolve(name + ".json"), pretty(report.plan()));
        }
        extract(reports, folder.resolve("sql"));
    }

    /** Writes the statements alone, each runnable in psql and rolled back. */
    public static void extract(List<StatementReport> reports, Path folder) throws IOException {
        Files.createDirectories(folder);
        for (StatementReport report : reports) {
            Files.writeString(folder.resolve(report.scenario() + "." + report.operation() + ".sql"), """
                    -- %s on %s, as dev.downbeat.queue.internal.%s runs it.
                    begin;
                    explain (analyze, buffers, wal, settings)
                    %s;
                    rollback;
                    """.formatted(
                            report.operation(),
                            report.scenario(),
                            report.statement(),
                            report.sql().strip()));
        }
    }

    /** Returns what {@code analysis.json} holds. */
    public static List<StatementReport> read(Path file) throws IOException {
        return List.of(MAPPER.readValue(file.toFile(), StatementReport[].class));
    }

    /** Returns the reports as one JSON document. */
    public static String json(List<StatementReport> reports) {
        return pretty(reports);
    }

    private static String pretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report is always writable.", e);
        }
    }
}
