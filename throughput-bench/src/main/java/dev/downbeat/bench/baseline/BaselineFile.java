package dev.downbeat.bench.baseline;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.downbeat.bench.check.SuiteReport;
import dev.downbeat.bench.report.RunReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads what {@code bench --json FILE} wrote. */
public final class BaselineFile {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private BaselineFile() {}

    /** Returns the runs of the file, one or several. */
    public static List<RunReport> runs(Path file) throws IOException {
        JsonNode document = MAPPER.readTree(file.toFile());
        if (document.has("checks")) {
            throw new IOException("These are the checks of bench --ci, no scenarios.");
        }
        return document.isArray()
                ? List.of(MAPPER.treeToValue(document, RunReport[].class))
                : List.of(MAPPER.treeToValue(document, RunReport.class));
    }

    /** Returns the checks of the file. */
    public static SuiteReport suite(Path file) throws IOException {
        JsonNode document = MAPPER.readTree(file.toFile());
        if (!document.has("checks")) {
            throw new IOException("These are scenarios, no checks of bench --ci.");
        }
        return MAPPER.treeToValue(document, SuiteReport.class);
    }
}
