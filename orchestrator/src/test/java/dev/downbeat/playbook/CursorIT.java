package dev.downbeat.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.status.ExecutionSummary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Loops over a cursor: items are the rows that a statement claims, until it returns nothing. */
class CursorIT {
    private final PlaybookFixture fixture = new PlaybookFixture();

    @BeforeEach
    void startWorkers() {
        fixture.database().execute("create table parcel (id int primary key, taken boolean not null default false)");
        fixture.database().execute("insert into parcel select generate_series(1, 25)");
        fixture.startWorker(10);
        fixture.startWorker(10);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private static String playbook(String name, String spec, int claimed, String returning, String tool) {
        return """
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: {name: %s}
                workflow:
                  - step: start
                    loop:
                      cursor:
                        kind: postgres
                        claim: |
                          update parcel set taken = true
                          where id in (select id from parcel where not taken order by id limit %d for update skip locked)
                          returning %s
                      iterator: parcel
                      %s
                    tool: %s
                    next: end
                  - step: end
                    tool: {kind: probe, value: {stats: "{{ start.stats }}", first: "{{ start.results[0] | default(none) }}"}}
                """.formatted(name, claimed, returning, spec, tool);
    }

    private int parcels(String condition) {
        return fixture.sql()
                .fetchSingle("select count(*) from public.parcel where " + condition)
                .get(0, Integer.class);
    }

    @Test
    void pullsItemsUntilTheClaimReturnsNothingAndHoldsItsWidth() throws InterruptedException {
        ExecutionSummary run = fixture.run(playbook(
                "cursor",
                "spec: {mode: cursor, max_in_flight: 4}",
                1,
                "id",
                "{kind: probe, key: cursor, together: 4, sleep_ms: 20, value: {id: '{{ parcel.id }}'}}"));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).at("/stats/success").asInt()).isEqualTo(25);
        assertThat(fixture.result(run).at("/first/id").asInt()).isEqualTo(1);
        assertThat(ProbeTool.counts("cursor").calls()).isEqualTo(25);
        assertThat(ProbeTool.counts("cursor").most()).isEqualTo(4);
        assertThat(fixture.count(run.executionId(), "loop.done")).isEqualTo(1);
        assertThat(parcels("taken")).isEqualTo(25);
    }

    @Test
    void makesEveryRowOfAClaimAnItem() throws InterruptedException {
        ExecutionSummary run = fixture.run(playbook(
                "batches", "mode: sequential", 10, "id", "{kind: probe, key: batches, value: '{{ parcel.id }}'}"));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).at("/stats/total").asInt()).isEqualTo(25);
        assertThat(ProbeTool.counts("batches").most()).isEqualTo(1);
    }

    @Test
    void endsOnceWhenThereIsNothingToClaim() throws InterruptedException {
        fixture.database().execute("update parcel set taken = true");

        ExecutionSummary run = fixture.run(playbook("nothing", "mode: parallel", 1, "id", "{kind: noop}"));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).at("/stats/total").asInt()).isZero();
        assertThat(fixture.count(run.executionId(), "loop.done")).isEqualTo(1);
    }

    @Test
    void failsTheStepWhenTheClaimFailsBeforeAnyItem() throws InterruptedException {
        ExecutionSummary run =
                fixture.run(playbook("unreadable", "mode: parallel", 1, "no_such_column", "{kind: noop}"));

        assertThat(run.status()).isEqualTo("failed");
        assertThat(String.valueOf(run.error())).contains("the claim of loop.cursor failed", "no_such_column");
    }

    @Test
    void failsTheStepWhenTheClaimFailsLater() throws InterruptedException {
        ExecutionSummary run = fixture.run(
                playbook("breaks", "mode: sequential", 1, "id, 1 / (id - 3)", "{kind: probe, key: breaks}"));

        assertThat(run.status()).isEqualTo("failed");
        assertThat(ProbeTool.counts("breaks").calls()).isEqualTo(2);
        assertThat(String.valueOf(run.error())).contains("the claim of loop.cursor failed");
        assertThat(fixture.events(run.executionId()))
                .anySatisfy(event -> assertThat(String.valueOf(event.error())).contains("division by zero"));
        assertThat(fixture.count(run.executionId(), "loop.done")).isEqualTo(1);
        assertThat(parcels("taken")).isEqualTo(2);
    }

    @Test
    void pullsForItemsThatAreChildPlaybooks() throws InterruptedException {
        fixture.playbooks().register("""
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: {name: deliver}
                workload: {id: 0}
                workflow:
                  - step: start
                    tool: {kind: probe, key: deliver, value: "{{ workload.id }}"}
                """);

        ExecutionSummary run = fixture.run(playbook(
                "children",
                "spec: {max_in_flight: 3}",
                1,
                "id",
                "{kind: playbook, path: deliver, args: {id: '{{ parcel.id }}'}}"));

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).at("/stats/success").asInt()).isEqualTo(25);
        assertThat(ProbeTool.counts("deliver").calls()).isEqualTo(25);
    }
}
