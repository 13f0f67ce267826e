package dev.downbeat.worker.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.downbeat.schema.testing.TestDatabase;
import dev.downbeat.worker.cli.CommandRunner;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The examples, run as a user runs them, with the workers inside this process. */
class ExampleRunsIT {

    private final TestDatabase database = TestDatabase.fresh();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void saysHello() throws Exception {
        assertThat(run("hello.yaml", "--set", "name=Ann").path("message").asText())
                .isEqualTo("Hello, Ann!");
    }

    @Test
    void runsTheRegressionPlaybooksTenAtOnceAndCountsThem() throws Exception {
        var result = run("regression/parallel.yaml");

        assertThat(result.path("playbooks").asInt()).isEqualTo(52);
        assertThat(List.of(
                        result.path("completed").asInt(),
                        result.path("failed").asInt(),
                        result.path("refused").asInt()))
                .containsExactly(52, 1, 1);
    }

    @Test
    void storesEveryHeavyRowWhenTheServiceIsFlaky() throws Exception {
        var result = run("heavy_payload/heavy_payload.yaml", "--set", "items=40", "--set", "fail_rate=0.1");

        assertThat(result.path("stored").asInt()).isEqualTo(40);
        assertThat(result.path("repeated_calls").asInt()).isPositive();
    }

    @Test
    void storesEveryHeavyRowInChunks() throws Exception {
        var result = run(
                "heavy_payload/heavy_payload.yaml",
                "--set",
                "execution_mode=chunked",
                "--set",
                "items=40",
                "--set",
                "chunk_size=12");

        assertThat(result.path("stored").asInt()).isEqualTo(40);
        assertThat(result.path("chunks").asInt()).isEqualTo(4);
    }

    @Test
    void countsTheItemThatIsMissingAndStoresTheOthers() throws Exception {
        var result = run("heavy_payload/heavy_payload.yaml", "--set", "items=20", "--set", "missing_item=17");

        assertThat(result.path("failed").asInt()).isEqualTo(1);
        assertThat(result.path("stored").asInt()).isEqualTo(19);
    }

    /** Returns the result of an example that completed. */
    private JsonNode run(String example, String... options) throws Exception {
        var arguments = new ArrayList<>(List.of(
                "run", ProjectFiles.ROOT.resolve("examples").resolve(example).toString()));
        arguments.addAll(List.of(
                "--stub",
                "--json",
                "--runtime",
                "local",
                "--database",
                database.url().withSecrets()));
        arguments.addAll(List.of(options));
        var printed = new ByteArrayOutputStream();
        PrintStream stdout = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        int exitCode;
        try {
            exitCode = new CommandRunner().run(arguments.toArray(String[]::new));
        } finally {
            System.setOut(stdout);
        }
        String json = printed.toString(StandardCharsets.UTF_8);
        assertThat(exitCode).as(json).isZero();
        return new ObjectMapper().readTree(json).path("result");
    }
}
