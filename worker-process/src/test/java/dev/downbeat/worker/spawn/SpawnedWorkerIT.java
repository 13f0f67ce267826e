package dev.downbeat.worker.spawn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.queue.Enqueue;
import dev.downbeat.queue.ExecutionFilter;
import dev.downbeat.queue.ExecutionState;
import dev.downbeat.queue.Queue;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.testing.Await;
import dev.downbeat.schema.testing.TestDatabase;
import dev.downbeat.worker.process.WorkerEvent;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real worker JVMs against a real Postgres: how they begin, and how they end. */
class SpawnedWorkerIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    // Eight processes at once on a machine of few cores.
    private static final Duration LATER = Duration.ofMinutes(3);

    private final WorkerSpawner spawner = WorkerSpawner.ofThisJvm();
    private TestDatabase database;
    private Queue queue;

    @BeforeEach
    void openDatabase() {
        database = TestDatabase.fresh();
        queue = Queue.on(database.dataSource());
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void drainsAndTellsWhenItWasReadyAndStopped() {
        queue.enqueueAll(quick(200));

        try (SpawnedWorker worker = spawner.spawn(launch().with("--drain"))) {
            WorkerEvent.Ready ready = worker.awaitReady(SOON);
            WorkerEvent.Stopped stopped = worker.awaitStopped(SOON);

            assertThat(ready.pid()).isEqualTo(worker.pid());
            assertThat(ready.startupMillis()).isPositive();
            assertThat(stopped.workerId()).isEqualTo(ready.workerId()).matches("[0-9]+");
            assertThat(stopped.worked()).isPositive();
            assertThat(worker.awaitExit(SOON)).isTrue();
            assertThat(worker.exitCode()).hasValue(0);
        }
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(200);
    }

    @Test
    void stopsWithinItsGraceAndASecondSignalDoesNotBreakIt() throws Exception {
        long id = queue.enqueue(SpawnTasks.UNTIL_TOLD, 1).id();

        try (SpawnedWorker worker = spawner.spawn(launch())) {
            worker.awaitReady(SOON);
            Await.until("one runs", () -> count(ExecutionState.RUNNING) == 1);

            worker.requestStop();
            worker.requestStop();
            database.execute(SpawnTasks.END);

            worker.awaitStopped(SOON);
            assertThat(worker.awaitExit(SOON)).isTrue();
            assertThat(worker.exitCode()).hasValue(0);
        }
        assertThat(queue.get(id)).hasValueSatisfying(execution -> {
            assertThat(execution.state()).isEqualTo(ExecutionState.COMPLETED);
            assertThat(execution.attempt()).isEqualTo(1);
        });
    }

    @Test
    void anotherTakesOverFromAKilledWorker() throws Exception {
        queue.enqueueAll(quick(50));
        queue.enqueue(SpawnTasks.UNTIL_TOLD, 1);

        try (SpawnedWorker first = spawner.spawn(launch())) {
            Await.until(
                    "all but one are done",
                    () -> count(ExecutionState.COMPLETED) == 50 && count(ExecutionState.RUNNING) == 1);
            first.kill();
            assertThat(first.awaitExit(SOON)).isTrue();

            // The time passes that its lease has left.
            database.execute("update downbeat.worker set lease_until = now() where pid = " + first.pid());
            database.execute(SpawnTasks.END);

            try (SpawnedWorker second = spawner.spawn(launch())) {
                Await.until("the last is done", () -> count(ExecutionState.COMPLETED) == 51);
                assertThat(second.stop(SOON)).isTrue();
            }
        }
        assertThat(queue.list(ExecutionFilter.ALL.task(SpawnTasks.UNTIL_TOLD)))
                .singleElement()
                .satisfies(taken -> assertThat(taken.attempt()).isEqualTo(2));
    }

    @Test
    void waitsForItsParentsWordWhenItIsHeld() {
        queue.enqueueAll(quick(1));

        try (SpawnedWorker worker = spawner.spawn(launch().with("--hold", "--drain"))) {
            worker.awaitReady(SOON);
            assertThat(count(ExecutionState.READY)).isEqualTo(1);

            worker.release();

            worker.awaitStopped(SOON);
            assertThat(count(ExecutionState.COMPLETED)).isEqualTo(1);
        }
    }

    @Test
    void eightStartAtOnceOnAnEmptyDatabase() {
        try (TestDatabase empty = TestDatabase.empty()) {
            WorkerLaunch launch = WorkerLaunch.on(empty.url()).with("--setting", "worker.connections=6");
            List<SpawnedWorker> workers =
                    IntStream.range(0, 8).mapToObj(nr -> spawner.spawn(launch)).toList();
            try {
                for (SpawnedWorker worker : workers) {
                    assertThat(worker.awaitReady(LATER).pid()).isEqualTo(worker.pid());
                }
                for (SpawnedWorker worker : workers) {
                    assertThat(worker.stop(LATER)).isTrue();
                }
            } finally {
                workers.forEach(SpawnedWorker::close);
            }
        }
    }

    @Test
    void aWorkerThatCannotStartIsToldWithItsLastWords() {
        DatabaseUrl nowhere = DatabaseUrl.parse("postgres://nobody@127.0.0.1:1/none");

        try (SpawnedWorker worker =
                spawner.spawn(WorkerLaunch.on(nowhere).with("--setting", "connect_timeout=200ms"))) {
            assertThatThrownBy(() -> worker.awaitReady(SOON))
                    .isInstanceOf(WorkerFailedException.class)
                    .hasMessageContaining("The database does not answer");
            assertThat(worker.failedToStart()).isTrue();
            assertThat(worker.exitCode()).hasValue(3);
        }
    }

    private WorkerLaunch launch() {
        return WorkerLaunch.on(database.url()).with("--queue", SpawnTasks.QUEUE);
    }

    private static List<Enqueue<Integer>> quick(int count) {
        return IntStream.range(0, count).mapToObj(SpawnTasks.QUICK::with).toList();
    }

    private long count(ExecutionState state) {
        return queue.count(ExecutionFilter.ALL.in(state));
    }
}
