package dev.downbeat.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.status.ExecutionSummary;
import dev.downbeat.playbook.status.LoopSummary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
                together: 10
                sleep_ms: 20
                value: "{{ item }}"
                """));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(ProbeTool.counts(key).most()).isEqualTo(10);
        assertThat(ProbeTool.counts(key).calls()).isEqualTo(50);
        assertThat(overlap(run.executionId())).isLessThanOrEqualTo(10);
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
        // A machine that stalls delays one, not all.
        List<Duration> took = new ArrayList<>();
        do {
            took.add(cancelled("cancelled-" + took.size()));
        } while (took.size() < 3 && took.getLast().compareTo(Duration.ofSeconds(2)) > 0);

        assertThat(took).anyMatch(one -> one.compareTo(Duration.ofSeconds(2)) <= 0);
    }

    /** Cancels a loop of which twenty items run; returns after how long none does. */
    private Duration cancelled(String key) throws InterruptedException {
        long id = fixture.start(loop(key, """
                        mode: parallel
                        concurrency: 20
                        """, """
                        kind: probe
                        key: %s
                        sleep_ms: 200000
                        """.formatted(key)), Map.of("n", 1000));
        ProbeTool.Counts counts = ProbeTool.counts(key);
        counts.await(now -> now.running() >= 20);

        long begun = System.nanoTime();
        assertThat(fixture.playbooks().cancel(id)).isTrue();
        counts.await(now -> now.running() == 0);
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(fixture.await(id).status()).isEqualTo("cancelled");
        assertThat(counts.calls()).isEqualTo(20);
        assertThat(fixture.count(id, "execution.cancelled")).isEqualTo(1);
        assertThat(fixture.playbooks().cancel(id)).isFalse();
        return took;
    }
}
