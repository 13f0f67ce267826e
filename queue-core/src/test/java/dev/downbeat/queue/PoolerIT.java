package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.queue.cron.Cron;
import dev.downbeat.schema.Pool;
import dev.downbeat.schema.SchemaInstaller;
import dev.downbeat.schema.testing.Await;
import dev.downbeat.schema.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Everything through a PgBouncer in transaction mode: no statement may count on the session of the one before. */
class PoolerIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);
    private static final Task<Integer, Integer> CHILD =
            Task.of("child", Integer.class).returning(Integer.class);
    private static final Task<Integer, Integer> PARENT =
            Task.of("parent", Integer.class).returning(Integer.class);
    private static final Event<Integer> EVENT = Event.of("event", Integer.class);
    private static final WorkerSettings POOLED = SETTINGS.listen(false).pollInterval(Duration.ofMillis(50));

    private PgBouncer pooler;
    private HikariDataSource pooled;

    @BeforeEach
    void begin() throws Exception {
        assumeTrue(PgBouncer.program().isPresent(), "no pgbouncer is installed; on Debian: apt-get install pgbouncer");
        pooler = PgBouncer.before(database.url());
        pooled = Pool.open(pooler.url(database.url()), 32);
        queue = Queue.on(pooled);
    }

    @AfterEach
    void end() throws Exception {
        if (pooled != null) {
            pooled.close();
        }
        if (pooler != null) {
            pooler.close();
        }
    }

    private Worker.Builder pooledWorker() {
        return Worker.on(queue).settings(POOLED);
    }

    @Test
    void runsManyExecutionsOnManyWorkersOverFewConnections() throws Exception {
        var seen = ConcurrentHashMap.<Integer>newKeySet();
        for (int i = 0; i < 3; i++) {
            started(pooledWorker().run(TASK, (n, context) -> seen.add(n)));
        }

        queue.enqueueAll(IntStream.range(0, 5_000).mapToObj(TASK::with).toList());

        Await.until("all are completed", () -> count(ExecutionState.COMPLETED) == 5_000);
        assertThat(seen).hasSize(5_000);
        assertThat(number("select count(*) from pg_stat_activity where backend_type = 'client backend'"
                        + " and datname = current_database() and pid <> pg_backend_pid()"))
                .isLessThanOrEqualTo(PgBouncer.SERVER_CONNECTIONS + 1); // and this test's own
    }

    @Test
    void stepsSleepsInvokesAndWaits() throws Exception {
        started(pooledWorker().handle(CHILD, (n, context) -> n + 1).handle(PARENT, (n, context) -> {
            int stepped = context.step("step", Integer.class, () -> n + 1);
            context.sleep("sleep", Duration.ofMillis(50));
            int invoked = context.invokeAll("children", CHILD, List.of(stepped, stepped))
                    .getFirst();
            return invoked + context.waitFor(EVENT, "key " + n, Duration.ofMinutes(1));
        }));
        List<Enqueued> parents =
                queue.enqueueAll(IntStream.range(0, 20).mapToObj(PARENT::with).toList());

        for (int n = 0; n < 20; n++) {
            queue.emit(EVENT, "key " + n, 100);
        }

        for (int n = 0; n < 20; n++) {
            assertThat(queue.result(parents.get(n).id(), PARENT, Duration.ofSeconds(60)))
                    .isEqualTo(n + 102);
        }
    }

    @Test
    void retriesDedupesSchedulesAndPrunes() throws Exception {
        var runs = new AtomicInteger();
        queue.enqueueAll(List.of(
                TASK.with(1).dedupeKey("key", DedupePolicy.SKIP),
                TASK.with(2).dedupeKey("key", DedupePolicy.REPLACE),
                TASK.with(3).throttle("key", Duration.ofHours(1)),
                TASK.with(4).throttle("key", Duration.ofHours(1))));
        queue.schedule(Schedule.of("often", TASK, 5, Cron.utc("* * * * * *")));
        var failing = TASK.retry(RetryPolicy.fixed(2, Duration.ofMillis(10)));

        started(pooledWorker().run(failing, (n, context) -> {
            runs.incrementAndGet();
            if (context.attempt() == 1) {
                throw new IllegalStateException("on purpose");
            }
        }));

        Await.until("the schedule has fired", () -> count(ExecutionState.COMPLETED) >= 3);
        assertThat(runs.get()).isGreaterThanOrEqualTo(6);
        assertThat(queue.prune()).isZero();
    }

    @Test
    void interruptsWhatIsCancelledWithinTwoSeconds() throws Exception {
        var running = new Semaphore(0);
        started(pooledWorker().run(TASK, (n, context) -> {
            running.release();
            Thread.sleep(600_000);
        }));

        Promptly.within(Duration.ofSeconds(3), () -> {
            long id = queue.enqueue(TASK, 1).id();
            running.acquire();
            long began = System.nanoTime();
            queue.cancel(id);
            await(id, ExecutionState.CANCELLED);
            return Duration.ofNanos(System.nanoTime() - began);
        });
    }

    @Test
    void installsTheSchemaThroughThePooler() throws Exception {
        try (TestDatabase empty = TestDatabase.empty();
                PgBouncer other = PgBouncer.before(empty.url());
                HikariDataSource through = Pool.open(other.url(empty.url()), 4)) {
            assertThat(SchemaInstaller.install(through)).isTrue();
            assertThat(SchemaInstaller.install(through)).isFalse();
        }
    }
}
