package dev.downbeat.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.status.ExecutionSummary;
import dev.downbeat.playbook.status.LoopSummary;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loops on real workers: width, failures, order, and what is counted. */
class LoopIT {
    private final PlaybookFixture fixture = new PlaybookFixture();

    @BeforeEach
    void startWorkers() {
        fixture.startWorker(20);
        fixture.startWorker(20);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String loop(String name, String loop, String tool) {
        return """
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: {name: %s}
                workload: {n: 50}
                workflow:
                  - step: start
                    loop:
                      in: "{{ range(n) | list }}"
                      iterator: item
                %s
                    tool:
                %s
                    next: after
                  - step: after
                    tool: {kind: probe, value: "{{ start.stats }}"}
                """.formatted(
                        name, loop.indent(6).stripTrailing(), tool.indent(6).stripTrailing());
    }

    @Test
    void neverRunsMoreItemsAtOnceThanItsWidth() throws InterruptedException {
        String key = "width";

        ExecutionSummary run = fixture.run(loop(key, """
                mode: parallel
                concurrency: 10
                """, """
                kind: probe
                key: width
                sleep_ms: 100
                value: "{{ item }}"
                """));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(ProbeTool.counts(key).most()).isLessThanOrEqualTo(10).isGreaterThanOrEqualTo(6);
        assertThat(ProbeTool.counts(key).calls()).isEqualTo(50);
        assertThat(overlap(run.executionId())).isLessThanOrEqualTo(10);
        assertThat(run.durationMs()).isGreaterThanOrEqualTo(500).isLessThan(2_500);
        LoopSummary loop = run.loops().getFirst();
        assertThat(loop.succeeded()).isEqualTo(50);
        assertThat(loop.running()).isZero();
        assertThat(fixture.count(run.executionId(), "loop.done")).isEqualTo(1);
    }

    /** The most items whose rows say that they ran at one moment. */
    private int overlap(long executionId) {
        return fixture.sql()
                .resultQuery("""
                        select max(n) from (
                            select count(*) as n from downbeat.loop_item a join downbeat.loop_item b
                              on b.execution_id = a.execution_id and b.visit = a.visit
                             and b.started_at <= a.started_at and b.finished_at > a.started_at
                            where a.execution_id = {0} group by a.item) x
                        """, org.jooq.impl.DSL.val(executionId))
                .fetchSingle(0, Integer.class);
    }

    @Test
    void countsAFailedItemAndGoesOn() throws InterruptedException {
        ExecutionSummary run = fixture.run(loop("fails", """
                        mode: parallel
                        concurrency: 5
                        """, """
                        kind: probe
                        fail: "{{ item == 7 }}"
                        value: "{{ item }}"
                        """));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).get("failed").asInt()).isEqualTo(1);
        assertThat(fixture.result(run).get("success").asInt()).isEqualTo(49);
        assertThat(fixture.count(run.executionId(), "loop.done")).isEqualTo(1);
        assertThat(run.steps()).extracting("step").containsExactly("start", "after");
    }

    @Test
    void endsOnceWhenTheCollectionIsEmpty() throws InterruptedException {
        ExecutionSummary run = fixture.run(loop("empty", "mode: parallel", "kind: probe"), Map.of("n", 0));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).get("total").asInt()).isZero();
        assertThat(fixture.count(run.executionId(), "loop.done")).isEqualTo(1);
    }

    @Test
    void runsSequentialItemsOneAfterTheOther() throws InterruptedException {
        ExecutionSummary run = fixture.run(loop("sequence", "mode: sequential", """
                        kind: probe
                        key: sequence
                        sleep_ms: 5
                        """), Map.of("n", 10));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(ProbeTool.counts("sequence").most()).isEqualTo(1);
        assertThat(overlap(run.executionId())).isEqualTo(1);
    }

    @Test
    void keepsEachResultAtItsItemsPlace() throws InterruptedException {
        ExecutionSummary run = fixture.run("""
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: {name: places}
                workflow:
                  - step: each
                    loop: {in: "{{ range(300) | list }}", iterator: n, mode: parallel, concurrency: 20}
                    tool: {kind: probe, value: {double: "{{ n * 2 }}"}}
                    next: check
                  - step: check
                    tool:
                      kind: probe
                      value:
                        length: "{{ each.results | length }}"
                        last: "{{ each.results[299].double }}"
                        sum: "{{ each.results | map(attribute='double') | list | length }}"
                        first: "{{ each.results[0].double }}"
                """);

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run))
                .isEqualTo(RowJson.whole(Map.of("length", 300, "last", 598, "sum", 300, "first", 0)));
    }

    @Test
    void keepsLargeResultsOfItemsByReferenceAndCountsTheOneThatFails() throws InterruptedException {
        ExecutionSummary run = fixture.run("""
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: {name: heavy}
                workflow:
                  - step: each
                    loop: {in: "{{ range(30) | list }}", iterator: n, spec: {mode: parallel, max_in_flight: 15}}
                    tool:
                      - {name: build, kind: probe, repeat: 2600}
                      - {name: judge, kind: probe, fail: "{{ n == 17 }}", value: {count: "{{ build.count }}"}}
                      - {name: keep, kind: probe, value: {n: "{{ n }}", whole: "{{ build }}"}}
                    next:
                      arcs:
                        - {step: check, when: "{{ event.name == 'loop.done' }}"}
                  - step: check
                    tool:
                      kind: probe
                      value:
                        failed: "{{ each.stats.failed }}"
                        last: "{{ each.results[29].whole['items'] | length }}"
                        error: "{{ each.results[17].error.kind }}"
                """);

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run))
                .isEqualTo(RowJson.whole(Map.of("failed", 1, "last", 2600, "error", "server_error")));
        assertThat(fixture.sql()
                        .fetchOne("select count(*) from downbeat.result_blob")
                        .get(0, Integer.class))
                .isEqualTo(29);
    }

    @Test
    void stopsAtTheFirstFailureWhenAskedTo() throws InterruptedException {
        ExecutionSummary run = fixture.run(loop("fast", """
                        mode: sequential
                        on_failure: fail_fast
                        """, """
                        kind: probe
                        key: fast
                        fail: "{{ item == 3 }}"
                        """));

        assertThat(run.status()).isEqualTo("failed");
        assertThat(ProbeTool.counts("fast").calls()).isEqualTo(4);
        assertThat(fixture.count(run.executionId(), "loop.done")).isEqualTo(1);
        assertThat(fixture.count(run.executionId(), "playbook.failed")).isEqualTo(1);
    }

    @Test
    void cancelStopsAThousandItemsWithinTwoSeconds() throws InterruptedException {
        long id = fixture.start(loop("cancelled", """
                        mode: parallel
                        concurrency: 10
                        """, """
                        kind: probe
                        key: cancelled
                        sleep_ms: 300
                        """), Map.of("n", 1000));
        ProbeTool.Counts counts = ProbeTool.counts("cancelled");
        while (counts.calls() < 20) {
            Thread.onSpinWait();
        }

        long begun = System.nanoTime();
        assertThat(fixture.playbooks().cancel(id)).isTrue();
        while (counts.running() > 0 && System.nanoTime() - begun < 10_000_000_000L) {
            Thread.onSpinWait();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        int calls = counts.calls();

        assertThat(took).isLessThan(Duration.ofSeconds(2));
        assertThat(calls).isLessThan(1000);
        assertThat(fixture.await(id).status()).isEqualTo("cancelled");
        assertThat(fixture.count(id, "execution.cancelled")).isEqualTo(1);
        assertThat(fixture.playbooks().cancel(id)).isFalse();
    }
}
