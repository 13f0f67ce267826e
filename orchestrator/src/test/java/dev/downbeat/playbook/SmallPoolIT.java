package dev.downbeat.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.status.ExecutionSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The smallest pool that a worker accepts: one connection is left for all handlers. A transaction that asked for a second
 * one would wait for itself.
 */
class SmallPoolIT {
    private static final int SMALLEST = 6;

    private final PlaybookFixture fixture = new PlaybookFixture(SMALLEST);

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void readsWhatItStoresOnTheConnectionOfItsTransaction() throws InterruptedException {
        fixture.startWorker(4);
        String yaml = """
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: {name: lazy}
                workflow:
                  - step: numbers
                    loop: {in: "{{ range(210) | list }}", iterator: n, mode: parallel, concurrency: 20}
                    tool: {kind: probe, value: {n: "{{ n }}"}}
                    next: large
                  - step: large
                    tool: {kind: probe, repeat: 3000}
                    next: whole
                  - step: whole
                    loop: {in: "{{ numbers.results }}", iterator: each, mode: parallel, concurrency: 20}
                    tool: {kind: probe, value: "{{ each.n }}"}
                    next: parts
                  - step: parts
                    loop: {in: ["{{ numbers.results[1:] }}", "{{ whole.results }}", "{{ large }}"], iterator: part}
                    tool: {kind: probe, value: "{{ part | length }}"}
                    next: end
                  - step: end
                    tool: {kind: probe, value: {last: "{{ whole.results[209] }}", lengths: "{{ parts.results }}"}}
                """;
        List<Long> runs = new ArrayList<>();
        for (int run = 0; run < 3; run++) {
            runs.add(fixture.start(yaml, Map.of()));
        }

        for (long run : runs) {
            ExecutionSummary summary = fixture.await(run);

            assertThat(summary.status()).isEqualTo("completed");
            assertThat(fixture.result(summary))
                    .isEqualTo(RowJson.whole(Map.of("last", 209, "lengths", List.of(209, 210, 2))));
        }
    }
}
