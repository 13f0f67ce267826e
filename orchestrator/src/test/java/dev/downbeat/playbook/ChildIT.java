package dev.downbeat.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.status.ExecutionSummary;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Playbooks that call playbooks: parked parents, failures, timeouts, cancellation, and many of them. */
class ChildIT {
    private static final String CHILD = """
            apiVersion: noetl.io/v2
            kind: Playbook
            metadata: {name: child, path: lib/child}
            workload: {n: 1, width: 1, fail: false, sleep_ms: 0}
            workflow:
              - step: start
                loop: {in: "{{ range(3) | list }}", iterator: i, mode: parallel, concurrency: "{{ width }}"}
                tool: {kind: probe, key: "child-{{ workload.n }}", sleep_ms: "{{ sleep_ms }}", value: "{{ i }}"}
                next: double
              - step: double
                tool: {kind: probe, fail: "{{ fail }}", value: {double: "{{ workload.n * 2 }}"}}
                next: end
              - step: end
                tool: {kind: noop}
            """;

    private final PlaybookFixture fixture = new PlaybookFixture();

    @BeforeEach
    void registerTheChild() {
        fixture.playbooks().register(CHILD);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String parent(String name, int children, String tool) {
        return """
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: {name: %s}
                workflow:
                  - step: start
                    loop: {in: "{{ range(%d) | list }}", iterator: n, mode: parallel, concurrency: 3}
                    tool:
                %s
                    next: end
                  - step: end
                    tool:
                      kind: probe
                      value:
                        stats: "{{ start.stats }}"
                        first: "{{ start.results[0] }}"
                """.formatted(name, children, tool.indent(6).stripTrailing());
    }

    @Test
    void loopsOverLoopingChildrenOnTwoSlots() throws InterruptedException {
        fixture.startWorker(2);

        ExecutionSummary run = fixture.run(parent("parked", 6, """
                kind: playbook
                path: lib/child
                args: {n: "{{ n + 1 }}"}
                """));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).at("/stats/success").asInt()).isEqualTo(6);
        assertThat(fixture.result(run).at("/first/double").asInt()).isEqualTo(2);
        assertThat(fixture.result(run).at("/first/status").asText()).isEqualTo("COMPLETED");
        assertThat(fixture.result(run).at("/first/result/double").asInt()).isEqualTo(2);
    }

    @Test
    void countsAFailedChildAndAChildThatCannotStart() throws InterruptedException {
        fixture.startWorker(4);

        ExecutionSummary run = fixture.run(parent("counted", 4, """
                kind: playbook
                path: "{{ 'lib/none' if n == 3 else 'lib/child' }}"
                args: {fail: "{{ n == 1 }}"}
                """));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).at("/stats/failed").asInt()).isEqualTo(2);
        assertThat(fixture.result(run).at("/stats/success").asInt()).isEqualTo(2);
        String counted = """
                select count(*) filter (where event_type = 'playbook_started'),
                       count(*) filter (where event_type = 'playbook_completed'),
                       count(*) filter (where event_type = 'playbook_failed')
                from noetl.event where parent_execution_id = {0}
                """;
        assertThat(fixture.sql()
                        .resultQuery(counted, org.jooq.impl.DSL.val(run.executionId()))
                        .fetchSingle()
                        .intoList())
                .extracting(count -> ((Number) count).intValue())
                .containsExactly(3, 2, 1);
    }

    @Test
    void endsAChildThatTakesLongerThanItIsGiven() throws InterruptedException {
        fixture.startWorker(4);

        ExecutionSummary run = fixture.run(parent("expired", 1, """
                kind: playbook
                path: lib/child
                timeout: 0.3
                args: {n: 77, sleep_ms: 200000}
                """));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(run.durationMs()).isLessThan(100_000);
        assertThat(fixture.result(run).at("/first/error/kind").asText()).isEqualTo("timeout");
        assertThat(fixture.sql()
                        .fetchOne(
                                "select status from downbeat.playbook_execution where parent_execution_id is not null")
                        .get(0))
                .isEqualTo("cancelled");
    }

    @Test
    void cancelsTheChildrenWithTheirParent() throws InterruptedException {
        fixture.startWorker(8);
        long id = fixture.start(parent("cascade", 2, """
                        kind: playbook
                        path: lib/child
                        args: {n: 88, sleep_ms: 200000}
                        """), Map.of());
        ProbeTool.counts("child-88").await(counts -> counts.running() >= 2);

        fixture.playbooks().cancel(id);

        assertThat(fixture.await(id).status()).isEqualTo("cancelled");
        assertThat(fixture.sql()
                        .fetch("select distinct status from downbeat.playbook_execution")
                        .getValues(0, String.class))
                .containsExactly("cancelled");
    }

    @Test
    void runsTwoHundredChildren() throws InterruptedException {
        fixture.startWorker(10);
        fixture.startWorker(10);

        ExecutionSummary run = fixture.run(parent("many", 200, """
                        kind: playbook
                        path: lib/child
                        args: {n: "{{ n }}"}
                        """).replace("concurrency: 3", "concurrency: 10"));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).at("/stats/success").asInt()).isEqualTo(200);
        assertThat(fixture.sql().fetchOne("""
                                select count(*) from downbeat.playbook_event
                                where event_type in ('playbook.completed', 'playbook.failed', 'execution.cancelled')
                                """).get(0, Integer.class)).isEqualTo(201);
        System.out.printf("200 children in %d ms%n", run.durationMs());
    }
}
