package dev.downbeat.analysis.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes an analysis into a folder: {@code analysis.json}, {@code report.md}, {@code report.html}, a plan and a runnable text per statement. */
public final class AnalysisFiles {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private AnalysisFiles() {}

    /** Writes everything, over what was there. */
    public static void write(List<StatementReport> reports, Path folder) throws IOException {
        Files.createDirectories(folder.resolve("plans"));
        Files.writeString(folder.resolve("analysis.json"), json(reports));
        Files.writeString(folder.resolve("report.md"), MarkdownReport.text(reports));
        Files.writeString(folder.resolve("report.html"), HtmlReport.text(reports));
        for (StatementReport report : reports) {
            String name = report.scenario() + "." + report.operation();
            Files.writeString(folder.resolve("plans").resolve(name + ".json"), pretty(report.plan()));
        }
        for (StatementReport report : reports) {
            SqlFiles.write(
                    folder.resolve("sql"), report.scenario(), report.operation(), report.statement(), report.sql());
        }
    }

    /** Returns what {@code analysis.json} holds. */
    public static List<StatementReport> read(Path file) throws IOException {
        return List.of(MAPPER.readValue(file.toFile(), StatementReport[].class));
    }

    /** Returns reports, or what was made of them, as one JSON document. */
    public static String json(List<?> reports) {
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
