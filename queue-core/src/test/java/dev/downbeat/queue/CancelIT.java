package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CancelIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);

    @Test
    void cancelsWhatIsReadyAtOnce() {
        long id = queue.enqueue(TASK, 1).id();

        assertThat(queue.cancel(id)).isTrue();

        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.CANCELLED);
        assertThat(queue.cancel(id)).isFalse();
    }

    @Test
    void cancelsWhatIsScheduledAtOnce() {
        long id = queue.enqueue(TASK.with(1).delay(Duration.ofHours(1))).id();

        assertThat(queue.cancel(id)).isTrue();

        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.CANCELLED);
    }

    @Test
    void saysThatAnUnknownExecutionWasNotCancelled() {
        assertThat(queue.cancel(4711)).isFalse();
    }

    @Test
    void interruptsARunningHandlerWithinTwoSecondsAndDoesNotRetry() throws Exception {
        var begun = new LinkedBlockingQueue<Long>();
        var interruptedAt = new LinkedBlockingQueue<Long>();
        var runs = new AtomicInteger();
        started(worker().run(TASK, (n, context) -> {
            runs.incrementAndGet();
            begun.add(context.executionId());
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interruptedAt.add(System.nanoTime());
                throw e;
            }
        }));

        Promptly.within(Duration.ofSeconds(2), () -> {
            long id = queue.enqueue(TASK, 1).id();
            assertThat(begun.take()).isEqualTo(id);
            long asked = System.nanoTime();
            assertThat(queue.cancel(id)).isTrue();
            Duration took = Duration.ofNanos(interruptedAt.take() - asked);
            Execution cancelled = await(id, ExecutionState.CANCELLED);
            assertThat(error(cancelled).kind()).isEqualTo(ExecutionError.Kind.CANCELLED);
            return took;
        });

        assertThat(count(ExecutionState.CANCELLED)).isEqualTo(runs.get());
        assertThat(number("select count(*) from downbeat.ready") + number("select count(*) from downbeat.scheduled"))
                .isZero();
    }

    @Test
    void interruptsWithoutNotifications() throws Exception {
        var running = new CountDownLatch(1);
        long id = queue.enqueue(TASK, 1).id();
        started(worker().settings(SETTINGS.listen(false)).run(TASK, (n, context) -> {
            running.countDown();
            new CountDownLatch(1).await();
        }));
        running.await();

        queue.cancel(id);

        await(id, ExecutionState.CANCELLED);
    }

    @Test
    void cancelsAHandlerThatOnlyLooks() throws Exception {
        var running = new CountDownLatch(1);
        long id = queue.enqueue(TASK, 1).id();
        started(worker().run(TASK, (n, context) -> {
            running.countDown();
            while (true) {
                context.checkpoint();
                Thread.onSpinWait();
            }
        }));
        running.await();

        queue.cancel(id);

        await(id, ExecutionState.CANCELLED);
    }
}
