package dev.downbeat.bench.baseline;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
    public static List<RunReport> read(Path file) throws IOException {
        JsonNode document = MAPPER.readTree(file.toFile());
        return document.isArray()
                ? List.of(MAPPER.treeToValue(document, RunReport[].class))
                : List.of(MAPPER.treeToValue(document, RunReport.class));
    }
}
