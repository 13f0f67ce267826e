package dev.downbeat.playbook;

import static dev.downbeat.playbook.PlaybookFixture.playbook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.status.ExecutionSummary;
import dev.downbeat.playbook.status.StepSummary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Steps that fail: repeated, taken by a rule or an arc, or the end of the run. */
class FailureIT {
    private final PlaybookFixture fixture = new PlaybookFixture();

    @BeforeEach
    void startWorker() {
        fixture.startWorker(10);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void repeatsAFailedCallWithGrowingWaits() throws InterruptedException {
        ExecutionSummary run = fixture.run(playbook("retried", "{}", """
                - step: start
                  tool: {kind: probe, key: retried, fail_times: 2, value: done}
                  case:
                    - when: "{{ event.name == 'call.error' and error.status == 503 }}"
                      then:
                        retry: {max_attempts: 4, initial_delay: 0.2, backoff_multiplier: 2.0}
                """));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(ProbeTool.counts("retried").calls()).isEqualTo(3);
        assertThat(run.durationMs()).isGreaterThanOrEqualTo(600);
        assertThat(fixture.count(run.executionId(), "call.error")).isEqualTo(2);
        assertThat(fixture.count(run.executionId(), "call.done")).isEqualTo(1);
    }

    @Test
    void givesUpWhenTheAttemptsAreUsedUp() throws InterruptedException {
        ExecutionSummary run = fixture.run(playbook("exhausted", "{}", """
                - step: start
                  tool: {kind: probe, key: exhausted, fail: true, retry: {max_attempts: 3, initial_delay: 0.01}}
                """));

        assertThat(run.status()).isEqualTo("failed");
        assertThat(ProbeTool.counts("exhausted").calls()).isEqualTo(3);
        assertThat(String.valueOf(run.error())).contains("the probe fails by design");
        assertThat(fixture.count(run.executionId(), "playbook.failed")).isEqualTo(1);
    }

    @Test
    void failsWhenNothingTakesAFailureAndCancelsItsSiblings() throws InterruptedException {
        ExecutionSummary run = fixture.run(playbook("siblings", "{}", """
                - step: start
                  next: [bad, slow]
                - step: bad
                  tool: {kind: probe, sleep_ms: 50, fail: true}
                  next: never
                - step: slow
                  tool: {kind: probe, key: slow, sleep_ms: 200000}
                  next: never
                - step: never
                  tool: {kind: probe, key: never}
                """));

        assertThat(run.status()).isEqualTo("failed");
        assertThat(run.durationMs()).isLessThan(100_000);
        assertThat(run.steps())
                .filteredOn(step -> step.step().equals("slow"))
                .extracting(StepSummary::status)
                .containsExactly("cancelled");
        assertThat(ProbeTool.counts("never").calls()).isZero();
        ProbeTool.counts("slow").await(counts -> counts.running() == 0);
    }

    @Test
    void takesAFailureByARuleOrAnArcThatAsksForIt() throws InterruptedException {
        ExecutionSummary run = fixture.run(playbook("taken", "{}", """
                - step: start
                  tool: {kind: probe, fail: true}
                  case:
                    - when: "{{ event.name == 'call.done' }}"
                      then: {next: never}
                    - when: "{{ event.name == 'call.error' and error.kind == 'server_error' }}"
                      then: {set: {kind: "{{ error.kind }}"}, next: second}
                - step: second
                  tool: {kind: probe, fail: true}
                  next:
                    arcs:
                      - {step: never}
                      - {step: end, when: "{{ event.name == 'step.failed' }}"}
                - step: end
                  tool: {kind: probe, value: "{{ ctx.kind }}"}
                - step: never
                  tool: {kind: probe, fail: true}
                """));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).asText()).isEqualTo("server_error");
    }

    @Test
    void treatsAConditionThatRaisesAsAnError() throws InterruptedException {
        ExecutionSummary run = fixture.run(playbook("raises", "{}", """
                - step: start
                  tool: {kind: probe, value: {a: 1}}
                  next:
                    arcs:
                      - {step: end, when: "{{ start.no_such_field == 1 }}"}
                - step: end
                  tool: {kind: noop}
                """));

        assertThat(run.status()).isEqualTo("failed");
        assertThat(String.valueOf(run.error())).contains("condition.error").contains("no_such_field");
        assertThat(fixture.count(run.executionId(), "condition.error")).isEqualTo(1);
    }
}
