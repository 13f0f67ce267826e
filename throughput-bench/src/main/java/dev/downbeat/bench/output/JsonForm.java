package dev.downbeat.bench.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.downbeat.bench.check.SuiteReport;
import dev.downbeat.bench.report.RunReport;
import java.util.List;

/**
 * One JSON document: an object for one scenario, an array for several; for checks an object that has {@code checks}.
 *
 * <p>The resource {@code bench.schema.json} beside this class is its schema.
 */
public final class JsonForm implements Form {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Override
    public String fileName() {
        return "bench.json";
    }

    @Override
    public String of(List<RunReport> reports) {
        return text(reports.size() == 1 ? reports.getFirst() : reports);
    }

    @Override
    public String of(SuiteReport suite) {
        return text(suite);
    }

    private static String text(Object document) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A report is always writable.", e);
        }
    }
}
