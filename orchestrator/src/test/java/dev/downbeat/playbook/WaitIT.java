package dev.downbeat.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.status.ExecutionSummary;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What waits holds no slot, and goes on where it stood. */
class WaitIT {
    private final PlaybookFixture fixture = new PlaybookFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String playbook(String name, String step) {
        return """
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: {name: %s}
                workflow:
                %s
                """.formatted(name, step.indent(2).stripTrailing());
    }

    @Test
    void leavesItsSlotToOthersWhileAPipelinesRetryWaits() throws InterruptedException {
        fixture.startWorker(1);
        long waiting = fixture.start(playbook("patient", """
                - step: start
                  tool:
                    - first: {kind: probe, key: patient-first, value: {n: 20}}
                    - second:
                        kind: probe
                        key: patient-second
                        fail_times: 1
                        value: "{{ first.n + 1 }}"
                        spec:
                          policy:
                            rules:
                              - when: "{{ outcome.status == 'error' }}"
                                then: {do: retry, attempts: 3, delay: 120, set_ctx: {seen: "{{ _attempt }}"}}
                    - third: {kind: probe, value: {sum: "{{ first.n + second }}", seen: "{{ ctx.seen }}"}}
                """), Map.of());
        ProbeTool.counts("patient-second").await(counts -> counts.calls() > 0);

        ExecutionSummary other = fixture.run(playbook("other", "- step: start\n  tool: {kind: probe, value: 1}"));
        fixture.advanceClock(Duration.ofMinutes(5));
        ExecutionSummary waited = fixture.await(waiting);

        assertThat(other.status()).isEqualTo("completed");
        assertThat(waited.status()).isEqualTo("completed");
        assertThat(fixture.result(waited).get("sum").asInt()).isEqualTo(41);
        assertThat(fixture.result(waited).get("seen").asInt()).isEqualTo(1);
        assertThat(ProbeTool.counts("patient-first").calls()).isEqualTo(1);
        assertThat(ProbeTool.counts("patient-second").calls()).isEqualTo(2);
        assertThat(finishedAt(other.executionId())).isBefore(finishedAt(waiting));
    }

    private java.time.OffsetDateTime finishedAt(long executionId) {
        return fixture.sql()
                .fetchOne(
                        "select finished_at from downbeat.playbook_execution where execution_id = {0}",
                        org.jooq.impl.DSL.val(executionId))
                .get(0, java.time.OffsetDateTime.class);
    }

    @Test
    void keepsWhatAWaitingPipelineHoldsByReferenceWhenItIsLarge() throws InterruptedException {
        fixture.startWorker(1);

        ExecutionSummary run = fixture.run(playbook("large", """
                - step: start
                  tool:
                    - first: {kind: probe, repeat: 3000}
                    - second:
                        kind: probe
                        key: large-second
                        fail_times: 1
                        value: "{{ first['items'] | length }}"
                        spec:
                          policy:
                            rules:
                              - when: "{{ outcome.status == 'error' }}"
                                then: {do: retry, attempts: 2, delay: 0.3}
                """));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).asInt()).isEqualTo(3_000);
        assertThat(fixture.sql()
                        .fetchOne("select max(length(state::text)) from downbeat.visit")
                        .get(0, Integer.class))
                .isLessThan(10_000);
    }

    @Test
    void repeatsAPipelineAsAWholeWhenItsStepSaysSo() throws InterruptedException {
        fixture.startWorker(1);

        ExecutionSummary run = fixture.run(playbook("whole", """
                - step: start
                  retry: {max_attempts: 3, backoff: none}
                  tool:
                    - first: {kind: probe, key: whole-first, value: 1}
                    - second: {kind: probe, key: whole-second, fail_times: 2, value: "{{ first + 1 }}"}
                """));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).asInt()).isEqualTo(2);
        assertThat(ProbeTool.counts("whole-first").calls()).isEqualTo(3);
        assertThat(ProbeTool.counts("whole-second").calls()).isEqualTo(3);
    }

    @Test
    void boundsTheWaitsOfAPipelineByItsStepsTimeout() throws InterruptedException {
        fixture.startWorker(1);

        ExecutionSummary run = fixture.run(playbook("bounded", """
                - step: start
                  timeout: 1
                  tool:
                    - only:
                        kind: probe
                        key: bounded
                        fail: true
                        spec:
                          policy:
                            rules:
                              - when: "{{ outcome.status == 'error' }}"
                                then: {do: retry, attempts: 100, delay: 0.4}
                """));

        assertThat(run.status()).isEqualTo("failed");
        assertThat(ProbeTool.counts("bounded").calls()).isBetween(1, 3); // one, if the machine stalls after it
    }

    @Test
    void failsTheRunOfACommandThatTookItsWorkersDown() throws InterruptedException {
        long id = fixture.start(playbook("poison", "- step: start\n  tool: {kind: probe, key: poison}"), Map.of());
        fixture.sql().execute("update downbeat.ready set attempt = 6");
        fixture.sql().execute("""
                        insert into downbeat.failure (execution_id, run, attempt, error)
                        select id, nr, nr, '{"kind": "crash", "type": "", "message": "gone"}'
                        from downbeat.ready, generate_series(1, 5) nr
                        """);

        fixture.startWorker(1);
        ExecutionSummary run = fixture.await(id);

        assertThat(run.status()).isEqualTo("failed");
        assertThat(String.valueOf(run.error())).contains("its worker died 5 times");
        assertThat(ProbeTool.counts("poison").calls()).isZero();
        assertThat(fixture.count(id, "playbook.failed")).isEqualTo(1);
    }
}
