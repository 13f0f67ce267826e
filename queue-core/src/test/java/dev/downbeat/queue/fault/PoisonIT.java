package dev.downbeat.queue.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.downbeat.queue.Execution;
import dev.downbeat.queue.ExecutionError;
import dev.downbeat.queue.ExecutionState;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.RetryPolicy;
import dev.downbeat.queue.Task;
import dev.downbeat.queue.Worker;
import dev.downbeat.schema.testing.TestDatabase;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Handlers that do the worst: their execution fails, their neighbours and their worker do not. */
class PoisonIT {

    private static final Task<Integer, Object> POISON =
            Task.of("poison", Integer.class).returning(Object.class).retry(RetryPolicy.never());
    private static final Task<Integer, @Nullable Void> GOOD = Task.of("good", Integer.class);

    private TestDatabase database;
    private Queue queue;
    private @Nullable Worker worker;

    @BeforeEach
    void open() {
        database = TestDatabase.fresh();
        queue = Queue.on(database.dataSource());
    }

    @AfterEach
    void close() {
        if (worker != null) {
            worker.stop(Duration.ofSeconds(1));
        }
        database.close();
    }

    @Test
    void failsAHandlerThatRunsOutOfMemory() throws Exception {
        assertThat(messageOf(n -> new long[Integer.MAX_VALUE][Integer.MAX_VALUE]))
                .contains("OutOfMemoryError");
    }

    @Test
    void failsAHandlerThatRunsOutOfStack() throws Exception {
        assertThat(messageOf(PoisonIT::endless)).contains("StackOverflowError");
    }

    @Test
    void failsAHandlerWhoseResultCannotBeStored() throws Exception {
        assertThat(messageOf(n -> "nul: \u0000")).isNotEmpty();
    }

    @Test
    void failsAHandlerWhoseResultIsNoJson() throws Exception {
        assertThat(messageOf(n -> new Circle())).contains("cycle");
    }

    @Test
    void stopsWithinItsGraceThoughAHandlerIgnoresItsInterrupt() throws Exception {
        var spinning = new CountDownLatch(1);
        var enough = new AtomicBoolean();
        long id = queue.enqueue(POISON, 1).id();
        Worker stubborn = start((n) -> {
            spinning.countDown();
            while (!enough.get()) {
                Thread.onSpinWait();
            }
            return n;
        });
        spinning.await();

        boolean ended = stubborn.stop(Duration.ofSeconds(1));

        assertThat(ended).isFalse();
        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.RUNNING);
        enough.set(true);
        FaultTestBase.until(
                "it has ended in its own time",
                () -> queue.get(id).orElseThrow().state() == ExecutionState.COMPLETED);
    }

    private String messageOf(Poison poison) throws Exception {
        long bad = queue.enqueue(POISON, 1).id();
        long good = queue.enqueue(GOOD, 1).id();
        start(poison);

        FaultTestBase.until(
                "the neighbour is done", () -> queue.get(good).orElseThrow().state() == ExecutionState.COMPLETED);
        FaultTestBase.until("it is over", () -> queue.get(bad).orElseThrow().finishedAt() != null);
        Execution failed = queue.get(bad).orElseThrow();
        ExecutionError error = Objects.requireNonNull(failed.error());
        return error.type() + ": " + error.message();
    }

    private Worker start(Poison poison) {
        Worker started = Worker.on(queue)
                .handle(POISON, (n, context) -> poison.take(n))
                .run(GOOD, (n, context) -> {})
                .build();
        worker = started;
        started.start();
        return started;
    }

    private static Object endless(int n) {
        return n < 0 ? "" : endless(n + 1) + "!";
    }

    /** Contains itself: no end of JSON. */
    private record Circle() {
        @JsonProperty
        Circle inner() {
            return this;
        }
    }

    private interface Poison {
        Object take(int n) throws Exception;
    }
}
