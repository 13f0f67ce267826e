package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WakeUpIT extends QueueTestBase {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Task<String, @Nullable Void> TASK = Task.of("task", String.class);

    @Test
    void startsAShortExecutionWhileALongOneHoldsASlot() throws Exception {
        var longRuns = new CountDownLatch(1);
        var shortRan = new CountDownLatch(1);
        queue.enqueue(TASK, "long");
        // It never polls: only the hint of the enqueue can wake it.
        started(worker().settings(SETTINGS.concurrency(10).pollInterval(NEVER)).run(TASK, (kind, context) -> {
            if (kind.equals("long")) {
                longRuns.countDown();
                shortRan.await();
            } else {
                shortRan.countDown();
            }
        }));
        longRuns.await();

        queue.enqueue(TASK, "short");

        assertThat(shortRan.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void isNotifiedOfWhatAnotherProcessEnqueues() throws Exception {
        var ran = new CountDownLatch(1);
        started(worker().settings(SETTINGS.pollInterval(NEVER)).run(TASK, (kind, context) -> ran.countDown()));
        Queue anotherProcess = Queue.on(database.dataSource());

        anotherProcess.enqueue(TASK, "from elsewhere");

        ran.await();
    }

    @Test
    void pollsWhereListeningIsOff() throws Exception {
        var ran = new CountDownLatch(1);
        started(worker().settings(SETTINGS.listen(false).pollInterval(Duration.ofMillis(50)))
                .run(TASK, (kind, context) -> ran.countDown()));

        Queue.on(database.dataSource()).enqueue(TASK, "from elsewhere");

        ran.await();
    }

    @Test
    void doesNotHoardWhatAnotherWorkerCouldRun() throws Exception {
        var order = new ConcurrentLinkedQueue<String>();
        var release = new CountDownLatch(1);
        var held = new CountDownLatch(2);
        for (int i = 0; i < 6; i++) {
            queue.enqueue(TASK, "execution " + i);
        }
        started(worker().settings(SETTINGS.concurrency(2)).run(TASK, (kind, context) -> {
            held.countDown();
            release.await();
        }));
        held.await();

        assertThat(number("select count(*) from downbeat.running")).isEqualTo(2);
        drain(worker().run(TASK, (kind, context) -> order.add(kind)));

        assertThat(order).hasSize(4);
        release.countDown();
    }

    @Test
    void runsWhatWasDelayedWhenItsTimeHasCome() throws Exception {
        var ran = new CountDownLatch(1);
        started(worker().settings(SETTINGS.pollInterval(NEVER)).run(TASK, (kind, context) -> ran.countDown()));

        long id =
                queue.enqueue(TASK.with("later").delay(Duration.ofMillis(200))).id();

        ran.await();
        Execution done = await(id, ExecutionState.COMPLETED);
        assertThat(done.startedAt()).isAfterOrEqualTo(done.runAt());
    }

    @Test
    void enqueuesInTheCallersTransactionOrNotAtAll() throws Exception {
        try (var connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            queue.in(connection).enqueue(TASK, "rolled back");
            connection.rollback();
            queue.in(connection).enqueue(TASK, "committed");
            connection.commit();
        }

        assertThat(queue.list(ExecutionFilter.ALL))
                .singleElement()
                .satisfies(one -> assertThat(payload(one).textValue()).isEqualTo("committed"));
    }
}
