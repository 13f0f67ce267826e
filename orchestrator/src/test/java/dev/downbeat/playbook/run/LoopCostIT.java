package dev.downbeat.playbook.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.downbeat.playbook.PlaybookFixture;
import dev.downbeat.playbook.ProbeTool;
import dev.downbeat.playbook.sql.HotStatement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an item of a loop costs the server does not depend on how many there are. */
class LoopCostIT {
    private final PlaybookFixture fixture = new PlaybookFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    /** A loop whose first item runs and of which all others but the last are through. */
    private long nearlyThrough(int items) throws InterruptedException {
        fixture.startWorker(4);
        String key = "cost-" + items;
        long id = fixture.start("""
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: {name: %s}
                workflow:
                  - step: start
                    loop: {in: "{{ range(%d) | list }}", iterator: n, mode: sequential}
                    tool: {kind: probe, key: %s, sleep_ms: 60000}
                """.formatted(key, items, key), Map.of());
        ProbeTool.counts(key).await(counts -> counts.running() > 0);
        fixture.database().execute("""
                insert into downbeat.loop_item (execution_id, visit, item, status, started_at, finished_at)
                select %d, 1, item, 'completed', now(), now() from generate_series(1, %d) item
                """.formatted(id, items - 1));
        fixture.database().execute("analyze downbeat.loop_item, downbeat.loop_chunk");
        return id;
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000})
    void readsTheLastItemsFrameByAHandfulOfProbes(int items)
            throws SQLException, JsonProcessingException, InterruptedException {
        long id = nearlyThrough(items);

        List<Long> buffers = List.of(buffers(id, 1), buffers(id, items - 1));

        // Eight tables and their keys, whatever the size of the loop.
        assertThat(buffers).allSatisfy(each -> assertThat(each).isLessThan(40));
        assertThat(buffers.getLast()).isLessThanOrEqualTo(buffers.getFirst() + buffers.getFirst() / 2);
        fixture.playbooks().cancel(id);
    }

    private long buffers(long executionId, int item) throws SQLException, JsonProcessingException {
        HotStatement explained = HotStatement.of("explain (analyze, buffers, format json) " + Frames.READ.text());
        try (Connection connection = fixture.database().dataSource().getConnection()) {
            String plan = "";
            for (int warm = 0; warm < 2; warm++) {
                plan = explained
                        .first(connection, row -> row.getString(1), item, item, 1, item, executionId)
                        .orElseThrow();
            }
            JsonNode root = new ObjectMapper().readTree(plan).path(0).path("Plan");
            return root.path("Shared Hit Blocks").asLong()
                    + root.path("Shared Read Blocks").asLong();
        }
    }

    @Test
    void storesAHundredThousandItemsAFewHundredToARow() throws InterruptedException {
        long id = nearlyThrough(100_000);

        assertThat(fixture.sql()
                        .fetchSingle("select count(*), max(jsonb_array_length(elements)) from downbeat.loop_chunk")
                        .intoList())
                .extracting(count -> ((Number) count).intValue())
                .containsExactly(500, 200);
        fixture.playbooks().cancel(id);
    }
}
