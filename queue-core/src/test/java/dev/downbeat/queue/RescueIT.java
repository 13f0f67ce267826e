package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.schema.testing.Await;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RescueIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK =
            Task.of("task", Integer.class).retry(RetryPolicy.fixed(2, Duration.ZERO));

    @Test
    void runsTheWorkOfAKilledProcessAgainWithoutRepeatingItsSteps() throws Exception {
        long id = queue.enqueue(VictimProcess.TASK, 1).id();
        Process victim = VictimProcess.start(database);
        try {
            Await.until("the victim is past its step", () -> number("select count(*) from downbeat.step") == 1);
        } finally {
            victim.destroyForcibly().waitFor();
        }
        var repeated = new AtomicInteger();

        started(worker().handle(VictimProcess.TASK, (n, context) -> {
            int stored = context.step("before the kill", Integer.class, repeated::incrementAndGet);
            return stored + context.attempt();
        }));

        assertThat(queue.result(id, VictimProcess.TASK, Duration.ofSeconds(60))).isEqualTo(VictimProcess.STORED + 2);
        assertThat(repeated).hasValue(0);
        assertThat(number("select count(*) from downbeat.failure where error ->> 'kind' = 'crash'"))
                .isEqualTo(1);
    }

    @Test
    void failsWhatHasCostAllItsAttemptsByCrashes() throws Exception {
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        long id = queue.enqueue(TASK, 1).id();
        started(worker().settings(SETTINGS.lease(Duration.ofHours(1))).run(TASK, (n, context) -> {
            running.countDown();
            release.await();
        }));
        running.await();
        database.execute("update downbeat.running set attempt = 2");
        database.execute("update downbeat.worker set lease_until = now() - interval '1 second'");

        started(worker().run(TASK, (n, context) -> {}));

        Execution failed = await(id, ExecutionState.FAILED);
        assertThat(error(failed).kind()).isEqualTo(ExecutionError.Kind.CRASH);
        release.countDown();
    }

    @Test
    void cancelsWhatWasToBeCancelledWhenItsWorkerDied() throws Exception {
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        long id = queue.enqueue(TASK, 1).id();
        started(worker().settings(SETTINGS.lease(Duration.ofHours(1))).run(TASK, (n, context) -> {
            running.countDown();
            awaitIgnoringInterrupts(release);
        }));
        running.await();
        database.execute("update downbeat.worker set lease_until = now() - interval '1 second'");
        queue.cancel(id);

        started(worker().run(TASK, (n, context) -> {}));

        await(id, ExecutionState.CANCELLED);
        release.countDown();
    }

    private static void awaitIgnoringInterrupts(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // as bad handlers do
            }
        }
    }

    @Test
    void registersAgainAndInterruptsItsHandlersWhenItWasEnded() throws Exception {
        var running = new CountDownLatch(1);
        var interrupted = new CountDownLatch(1);
        var runs = new AtomicInteger();
        long id = queue.enqueue(TASK, 1).id();
        started(worker().settings(SETTINGS.lease(SHORT_LEASE)).run(TASK, (n, context) -> {
            if (runs.incrementAndGet() > 1) {
                return;
            }
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }));
        running.await();

        database.execute("update downbeat.worker set ended_at = now()");

        interrupted.await();
        Execution completed = await(id, ExecutionState.COMPLETED);
        assertThat(completed.attempt()).isEqualTo(2);
        assertThat(number("select count(*) from downbeat.worker")).isEqualTo(2);
    }

    @Test
    void givesBackAClaimWhoseAnswerWasLost() throws Exception {
        // What a lost answer leaves behind: a running row that its living worker does not know.
        long id = queue.enqueue(TASK, 1).id();
        Worker worker = started(worker().run(Task.of("other", Integer.class), (n, context) -> {}));
        long workerId = number("select id from downbeat.worker");
        try (var connection = database.dataSource().getConnection()) {
            var statements = queue.installation().statements();
            int taskId = queue.installation().taskId(TASK);
            int queueId = queue.installation().queueId("default");
            assertThat(statements
                            .claim()
                            .execute(
                                    connection,
                                    workerId,
                                    queueId,
                                    new int[] {taskId},
                                    dev.downbeat.queue.internal.Claim.Place.HEAD,
                                    10)
                            .executions())
                    .hasSize(1);

            int found = statements.reconcile().execute(connection, workerId, java.util.Set.of());

            assertThat(found).isEqualTo(1);
        }
        Execution ready = queue.get(id).orElseThrow();
        assertThat(ready.state()).isEqualTo(ExecutionState.READY);
        assertThat(ready.attempt()).isEqualTo(1);
        worker.stop(Duration.ofSeconds(1));
    }

    @Test
    void comesBackWhenItsConnectionsAreCut() throws Exception {
        var runs = new AtomicInteger();
        started(worker().run(TASK, (n, context) -> runs.incrementAndGet()));
        queue.enqueue(TASK, 1);
        Await.until("the first has run", () -> runs.get() == 1);

        database.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        long id = Await.get("enqueue works again", this::enqueueOrMinusOne, n -> n > 0);

        await(id, ExecutionState.COMPLETED);
    }

    private long enqueueOrMinusOne() {
        try {
            return queue.enqueue(TASK, 2).id();
        } catch (QueueDatabaseException e) {
            return -1;
        }
    }
}
