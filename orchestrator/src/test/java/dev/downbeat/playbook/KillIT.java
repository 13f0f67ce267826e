package dev.downbeat.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.status.ExecutionSummary;
import dev.downbeat.queue.Worker;
import dev.downbeat.queue.WorkerStartException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Workers die, connections are cut; runs end as if nothing had happened. */
class KillIT {
    // What was cut off from the server runs again after it; a worker that loses it by a stall is one cut more.
    private static final Duration SHORT_LEASE = Duration.ofSeconds(3);

    private final PlaybookFixture fixture = new PlaybookFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void runsTheItemsOfAKilledWorkerAgainAndCountsEachOnce() throws Exception {
        long id = fixture.start("""
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: {name: killed}
                workflow:
                  - step: start
                    loop: {in: "{{ range(30) | list }}", iterator: n, mode: parallel, concurrency: 10}
                    tool: {kind: probe, key: killed, sleep_ms: 400, value: "{{ n }}"}
                """, Map.of());
        Process doomed = WorkerProcess.start(fixture.database().url(), 20);
        while (claimed() < 10) {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }

        doomed.destroyForcibly().waitFor();
        fixture.startWorker(20);
        ExecutionSummary run = fixture.await(id);

        assertThat(run.status()).isEqualTo("completed");
        assertThat(run.loops().getFirst().succeeded()).isEqualTo(30);
        assertThat(fixture.count(id, "loop.done")).isEqualTo(1);
        assertThat(fixture.count(id, "call.done")).isEqualTo(30);
    }

    private int claimed() {
        return fixture.sql().fetchOne("select count(*) from downbeat.running").get(0, Integer.class);
    }

    @Test
    void endsTheSameWhereverItsWorkersAndConnectionsAreCut() throws Exception {
        StringBuilder workflow = new StringBuilder();
        for (int step = 0; step < 10; step++) {
            workflow.append("""
                      - step: s%d
                        tool: {kind: probe, sleep_ms: 30, value: {sum: "{{ %s }}"}}
                        next: s%d
                    """.formatted(step, step == 0 ? "0" : "s%d.sum + %d".formatted(step - 1, step), step + 1));
        }
        long id = fixture.start("""
                apiVersion: noetl.io/v2
                kind: Playbook
                metadata: {name: cut}
                workflow:
                %s
                  - step: s10
                    tool: {kind: probe, value: "{{ s9.sum }}"}
                """.formatted(workflow.toString().stripTrailing()), Map.of());

        for (int cut = 0; cut < 20; cut++) {
            long before = fixture.count(id, "call.done");
            Worker worker = startedDespiteCuts();
            // At other places each time: before anything was claimed, in a call, at a transition.
            if (cut % 4 != 3) {
                progress(id, before, cut % 4);
            }
            if (cut % 2 == 0) {
                fixture.sql().execute("""
                                select pg_terminate_backend(pid) from pg_stat_activity
                                where datname = current_database() and pid <> pg_backend_pid()
                                """);
            }
            worker.stop(Duration.ZERO);
        }
        startedDespiteCuts();
        ExecutionSummary run = fixture.await(id);

        assertThat(run.status()).isEqualTo("completed");
        assertThat(fixture.result(run).asInt()).isEqualTo(45);
        assertThat(fixture.count(id, "playbook.completed")).isEqualTo(1);
        assertThat(fixture.count(id, "workflow.completed")).isEqualTo(1);
        assertThat(run.steps()).hasSize(11).allMatch(step -> step.visits() == 1);
    }

    /** Waits until so many more calls have ended, or the run is nearly over. */
    private void progress(long id, long before, int calls) {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (fixture.count(id, "call.done") < Math.min(10, before + calls) && System.nanoTime() < deadline) {
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    /** A start on a connection that was just cut throws, as promised; then another one is made. */
    private Worker startedDespiteCuts() {
        for (int attempt = 1; ; attempt++) {
            try {
                return fixture.startWorker(2, SHORT_LEASE);
            } catch (WorkerStartException e) {
                if (attempt == 20) {
                    throw e;
                }
            }
        }
    }
}
