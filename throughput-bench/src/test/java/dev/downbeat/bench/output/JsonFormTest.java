package dev.downbeat.bench.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.downbeat.bench.check.CheckRun;
import dev.downbeat.bench.report.RunReport;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JsonFormTest {
    private final JsonForm form = new JsonForm();
    private final JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(Objects.requireNonNull(JsonForm.class.getResourceAsStream("bench.schema.json")));

    @Test
    void oneScenarioFitsThePublishedSchema() throws JsonProcessingException {
        assertFits(form.of(List.of(Reports.complete("default", 4, 1_000))));
    }

    @Test
    void severalScenariosFitThePublishedSchema() throws JsonProcessingException {
        assertFits(form.of(List.of(Reports.complete("scale-1", 1, 1_000), Reports.complete("scale-2", 2, 1_500))));
    }

    @Test
    void checksFitThePublishedSchema() throws JsonProcessingException {
        assertFits(form.of(CheckRun.ofAll(phase -> {}).unavailable("nobody answers")));
    }

    @Test
    void theSchemaRefusesWhatItDoesNotName() throws JsonProcessingException {
        String document =
                form.of(List.of(Reports.complete("default", 4, 1_000))).replace("\"lost\"", "\"lots\"");

        assertThat(schema.validate(JsonMapper.builder().build().readTree(document)))
                .isNotEmpty();
    }

    @Test
    void isReadBackAsItWas() throws JsonProcessingException {
        RunReport report = Reports.complete("default", 4, 1_000);

        assertThat(JsonMapper.builder().build().readValue(form.of(List.of(report)), RunReport.class))
                .isEqualTo(report);
    }

    @Test
    void isReadBackWhereThereIsLittleInIt() throws JsonProcessingException {
        RunReport report = Reports.bare("quick");

        assertFits(form.of(List.of(report)));
        assertThat(JsonMapper.builder().build().readValue(form.of(List.of(report)), RunReport.class))
                .isEqualTo(report);
    }

    private void assertFits(String document) throws JsonProcessingException {
        assertThat(schema.validate(JsonMapper.builder().build().readTree(document)))
                .isEmpty();
    }
}
