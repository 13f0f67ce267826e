package dev.downbeat.playbook;

import static dev.downbeat.playbook.PlaybookFixture.playbook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.status.ExecutionSummary;
import dev.downbeat.playbook.status.PlaybookEvent;
import dev.downbeat.playbook.status.StepSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps, forks, joins, cycles, pages and results, on a real worker. */
class FlowIT {
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
    void runsStepsInOrderAndEndsWithTheLastResult() throws InterruptedException {
        ExecutionSummary run = fixture.run(playbook("order", "{name: world}", """
                        - step: start
                          next: greet
                        - step: greet
                          tool: {kind: probe, value: {text: "hello {{ workload.name }}"}}
                          next: end
                        - step: end
                          tool: {kind: noop}
                        """), Map.of("name", "there"));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).get("text").asText()).isEqualTo("hello there");
        assertThat(run.steps()).extracting(StepSummary::step).containsExactly("start", "greet", "end");
        assertThat(fixture.events(run.executionId()))
                .extracting(PlaybookEvent::eventType)
                .startsWith("playbook.initialized", "workflow.initialized", "command.issued")
                .endsWith("workflow.completed", "playbook.completed");
    }

    @ParameterizedTest
    @CsvSource({
        "a-b-c, 1", // both branches: the join waits for both and runs once
        "a-b, 1", // only one: the join does not wait for the other
    })
    void joinsActivatedBranchesOnce(String taken, int visits) throws InterruptedException {
        ExecutionSummary run = fixture.run(playbook("diamond", "{taken: a-b-c}", """
                        - step: a
                          tool: {kind: noop}
                          next:
                            spec: {mode: inclusive}
                            arcs:
                              - {step: b, when: "{{ 'b' in taken }}"}
                              - {step: c, when: "{{ 'c' in taken }}"}
                        - step: b
                          tool: {kind: probe, sleep_ms: 50, value: 1}
                          next: d
                        - step: c
                          tool: {kind: probe, value: 2}
                          next: c2
                        - step: c2
                          tool: {kind: probe, value: 3}
                          next: d
                        - step: d
                          tool: {kind: probe, value: {c2: "{{ c2 | default('none') }}", b: "{{ b }}"}}
                        """), Map.of("taken", taken));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(run.steps().getLast())
                .isEqualTo(new StepSummary(
                        "d", "completed", visits, run.steps().getLast().durationMs()));
        assertThat(fixture.result(run).get("b").asInt()).isEqualTo(1);
        assertThat(fixture.result(run).get("c2").asText()).isEqualTo(taken.endsWith("c") ? "3" : "none");
        assertThat(fixture.count(run.executionId(), "step.skipped")).isEqualTo(taken.endsWith("c") ? 0 : 1);
    }

    @Test
    void visitsTheStepsOfACycleAsOftenAsItLeadsThere() throws InterruptedException {
        ExecutionSummary run = fixture.run(playbook("cycle", "{}", """
                - step: start
                  tool: {kind: noop}
                  set_ctx: {offset: 0, seen: []}
                  next: [fetch]
                - step: fetch
                  tool: {kind: probe, value: {items: "{{ range(ctx.offset, [ctx.offset + 10, 35] | min) | list }}"}}
                  set_ctx:
                    seen: "{{ ctx.seen + fetch['items'] }}"
                  next: check
                - step: check
                  next:
                    spec: {mode: exclusive}
                    arcs:
                      - {step: fetch, when: "{{ fetch['items'] | length == 10 }}", set_ctx: {offset: "{{ ctx.offset + 10 }}"}}
                      - {step: end}
                - step: end
                  tool: {kind: probe, value: "{{ ctx.seen | length }}"}
                """.replace(
                        "[ctx.offset + 10, 35] | min", "ctx.offset + 10 if ctx.offset < 30 else 35")));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).asInt()).isEqualTo(35);
        assertThat(run.steps())
                .filteredOn(step -> step.step().equals("fetch"))
                .extracting(StepSummary::visits)
                .containsExactly(4);
    }

    @Test
    void keepsALargeResultByReference() throws InterruptedException {
        ExecutionSummary run = fixture.run(playbook("large", "{}", """
                - step: start
                  tool: {kind: probe, repeat: 3000}
                  next: read
                - step: read
                  tool:
                    kind: probe
                    value:
                      first: "{{ start['items'][0] }}"
                      last: "{{ start['items'][2999] | length }}"
                      count: "{{ start.count }}"
                      ref: "{{ start._ref }}"
                """));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).get("first").asText()).hasSize(100);
        assertThat(fixture.result(run).get("count").asInt()).isEqualTo(3000);
        assertThat(fixture.result(run).get("ref").asText()).startsWith("blob:");
        Integer longest = fixture.sql()
                .fetchOne("select max(length(e::text)) from downbeat.playbook_event e")
                .get(0, Integer.class);
        assertThat(longest).isLessThan(10_240);
        Integer row = fixture.sql()
                .fetchOne("select max(length(v::text)) from downbeat.visit v")
                .get(0, Integer.class);
        assertThat(row).isLessThan(10_240);
    }

    @Test
    void gathersPagesWhileTheRuleRepeatsTheCall() throws InterruptedException {
        ExecutionSummary run = fixture.run(playbook("pages", "{}", """
                - step: start
                  tool: {kind: probe, params: {page: 1, data: [1, 2]}}
                  case:
                    - when: "{{ event.name == 'call.done' and response.page < 4 }}"
                      then:
                        - collect: {strategy: extend, path: data, into: pages}
                        - retry:
                            max_attempts: 10
                            params: {page: "{{ response.page + 1 }}", data: ["{{ response.page }}"]}
                    - when: "{{ event.name == 'call.done' }}"
                      then:
                        - collect: {strategy: extend, path: data, into: pages}
                        - next: end
                - step: end
                  tool: {kind: probe, value: "{{ ctx.pages }}"}
                """));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).toString()).isEqualTo("[1,2,1,2,3]");
    }

    @Test
    void showsTheRunAsCompletedOnceAndForGood() throws InterruptedException {
        try (var idle = new PlaybookFixture()) {
            long id = idle.start(playbook("polled", "{}", """
                    - step: start
                      tool: {kind: probe, sleep_ms: 40}
                      next: second
                    - step: second
                      tool: {kind: probe, sleep_ms: 40}
                    """), Map.of());
            List<Boolean> seen = new ArrayList<>();
            seen.add(idle.playbooks().status(id).orElseThrow().completed());
            idle.startWorker(10);
            while (seen.stream().filter(completed -> completed).count() < 20) {
                seen.add(idle.playbooks().status(id).orElseThrow().completed());
            }

            assertThat(seen).startsWith(false).isSorted();
            assertThat(idle.await(id).status()).isEqualTo("completed");
        }
    }

    @Test
    void keepsTheWorkloadReadableBesideAStepOfTheSameName() throws InterruptedException {
        ExecutionSummary run = fixture.run(playbook("shadow", "{total: 7}", """
                - step: start
                  tool: {kind: probe, value: "{{ total }}"}
                  next: total
                - step: total
                  tool: {kind: probe, value: {of: step}}
                  next: end
                - step: end
                  tool: {kind: probe, value: {before: "{{ start }}", bare: "{{ total.of }}", kept: "{{ workload.total }}"}}
                """));

        assertThat(fixture.result(run)).isEqualTo(RowJson.whole(Map.of("before", 7, "bare", "step", "kept", 7)));
    }
}
