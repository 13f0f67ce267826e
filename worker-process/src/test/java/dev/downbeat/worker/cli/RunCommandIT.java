package dev.downbeat.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.downbeat.schema.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A playbook from its file to its summary. */
class RunCommandIT {
    private static final String LOOP = """
            apiVersion: noetl.io/v2
            kind: Playbook
            metadata: { name: looping }
            workload: { items: [1, 2, 3], greeting: hello }
            workflow:
              - step: each
                loop: { in: "{{ workload.items }}", iterator: item, mode: parallel, concurrency: 2 }
                tool: { kind: noop }
                case:
                  - when: "{{ event.name == 'loop.done' }}"
                    then: { next: end }
              - step: end
                tool: { kind: noop }
            """;

    @TempDir
    private Path folder;

    private TestDatabase database;

    @BeforeEach
    void openDatabase() {
        database = TestDatabase.fresh();
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void spawnedWorkersRunAPlaybookAndJsonIsAllThatIsPrinted() throws IOException {
        Program program = run("--json", "--workers", "1");

        JsonNode summary = json(program);
        assertThat(program.code()).as(program.err()).isZero();
        assertThat(summary.path("status").asText()).isEqualTo("completed");
        assertThat(summary.path("execution_id").isIntegralNumber()).isTrue();
        assertThat(summary.at("/loops/0/total").asInt()).isEqualTo(3);
        assertThat(summary.at("/loops/0/succeeded").asInt()).isEqualTo(3);
        assertThat(summary.path("steps").findValuesAsText("step")).containsExactly("each", "end");
    }

    @Test
    void aPersonReadsStepsLoopsAndTheOutcome() throws IOException {
        Program program = run("-r", "local");

        assertThat(program.code()).as(program.err()).isZero();
        assertThat(program.out())
                .contains("✓ each", "✓ end", "STEP", "LOOP")
                .containsPattern("completed  looping version 1 in .* execution [0-9]+")
                .doesNotContain("\u001b");
    }

    @Test
    void anExecutionThatTakesTooLongIsCancelled() throws IOException {
        Program program = run("--workers", "0", "--timeout", "1s", "--json");

        assertThat(program.code()).isEqualTo(1);
        assertThat(json(program).path("status").asText()).isIn("cancelled", "running");
        assertThat(program.err()).contains("Not over within 1s", "--timeout");
    }

    private Program run(String... flags) throws IOException {
        Path file = Files.writeString(folder.resolve("looping.yaml"), LOOP);
        String[] args = new String[flags.length + 4];
        args[0] = "run";
        args[1] = file.toString();
        args[2] = "--database";
        args[3] = database.url().withSecrets();
        System.arraycopy(flags, 0, args, 4, flags.length);
        return Program.run(args);
    }

    private static JsonNode json(Program program) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(program.out());
    }
}
