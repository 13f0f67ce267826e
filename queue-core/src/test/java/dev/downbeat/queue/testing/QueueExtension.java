package dev.downbeat.queue.testing;

import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Worker;
import dev.downbeat.schema.testing.TestDatabase;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives each test an empty queue in a database of its own, on the server that {@code DATABASE_URL} names or an embedded
 * one. Nothing runs until the test says {@link #drain}: so a test sees what was enqueued, and then what became of it.
 *
 * <pre>{@code
 * @RegisterExtension
 * final QueueExtension downbeat = QueueExtension.with(worker -> worker.handle(SEND, new SendHandler(mail)));
 *
 * @Test
 * void triesAgainAfterAnHour() throws Exception {
 *     mail.fails();
 *     long id = downbeat.queue().enqueue(SEND, receipt).id();
 *     downbeat.drain();
 *     downbeat.assertThat(id).isScheduled();
 *
 *     mail.works();
 *     downbeat.clock().advance(Duration.ofHours(1));
 *     downbeat.drain();
 *     downbeat.assertThat(id).isCompleted().tookAttempts(2);
 * }
 * }</pre>
 *
 * <p>An instance belongs to one test at a time.
 */
public final class QueueExtension implements BeforeEachCallback, AfterEachCallback {

    private final Consumer<Worker.Builder> handlers;
    private @Nullable TestDatabase database;
    private @Nullable Queue queue;

    private QueueExtension(Consumer<Worker.Builder> handlers) {
        this.handlers = handlers;
    }

    /**
     * Returns an extension whose {@link #drain} runs these handlers.
     *
     * @param handlers registers them with each worker that is built; called once for every drain
     */
    public static QueueExtension with(Consumer<Worker.Builder> handlers) {
        return new QueueExtension(handlers);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        database = TestDatabase.fresh();
        queue = Queue.on(database.dataSource());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (database != null) {
            database.close();
        }
        database = null;
        queue = null;
    }

    /** Returns the test's queue. */
    public Queue queue() {
        return Optional.ofNullable(queue).orElseThrow(QueueExtension::outsideATest);
    }

    /** Returns connections to the test's database. */
    public DataSource dataSource() {
        return database().dataSource();
    }

    /** Returns the clock by which the test's executions become due. */
    public TestClock clock() {
        return new TestClock(database());
    }

    /** Runs everything that is due by the clock, and what it leads to, in one worker; returns when nothing is left. */
    public void drain() throws InterruptedException {
        Worker.Builder worker = Worker.on(queue());
        handlers.accept(worker);
        worker.build().drain();
    }

    /**
     * Begins assertions on one execution, as it stands now.
     *
     * @throws AssertionError if there is no such execution
     */
    public ExecutionAssert assertThat(long executionId) {
        return new ExecutionAssert(
                queue().get(executionId).orElseThrow(() -> new AssertionError("there is no execution " + executionId)));
    }

    private TestDatabase database() {
        return Optional.ofNullable(database).orElseThrow(QueueExtension::outsideATest);
    }

    private static IllegalStateException outsideATest() {
        return new IllegalStateException("a queue is there during a test only: is the extension registered?");
    }
}
