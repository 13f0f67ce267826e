package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.schema.testing.Await;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

    /** A claim from the head walks over everything that was claimed: it is made seldom, and made nevertheless. */
    @Test
    void findsWhatIsMoreUrgentWhileATransactionKeepsWhatWasClaimedInItsWay() throws Exception {
        int before = 20_000;
        var urgent = new CountDownLatch(1);
        try (Connection pinning = database.dataSource().getConnection()) {
            pinning.setAutoCommit(false);
            pinning.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            pinning.createStatement().execute("select 1");
            queue.enqueueAll(IntStream.range(0, before)
                    .mapToObj(nr -> TASK.with("usual"))
                    .toList());
            started(worker().settings(SETTINGS.pollInterval(NEVER)).run(TASK, (kind, context) -> {
                if (kind.equals("urgent")) {
                    urgent.countDown();
                }
            }));
            Await.until("the usual are done", () -> count(ExecutionState.COMPLETED) == before);

            for (int nr = 0; nr < 20; nr++) {
                queue.enqueue(TASK, "usual");
            }
            queue.enqueue(TASK.with("urgent").priority(-1));

            assertThat(urgent.await(60, TimeUnit.SECONDS)).isTrue();
            pinning.rollback();
            pinning.setAutoCommit(true);
        }
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
