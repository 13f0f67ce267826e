package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimeoutIT extends QueueTestBase {

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Task<String, @Nullable Void> SLOW =
            Task.of("slow", String.class).timeout(SHORT).retry(RetryPolicy.never());

    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void aHandlerThatTakesTooLongIsInterruptedAndFailsWithATimeout() throws Exception {
        Enqueued slow = queue.enqueue(SLOW, "a");

        drain(worker().run(SLOW, (payload, context) -> new CountDownLatch(1).await()));

        Execution execution = queue.get(slow.id()).orElseThrow();
        assertThat(execution.state()).isEqualTo(ExecutionState.FAILED);
        assertThat(error(execution).kind()).isEqualTo(ExecutionError.Kind.TIMEOUT);
    }

    @Test
    void aTimeoutIsRetriedByPolicy() throws Exception {
        // More than twice, because a machine that stalls lets another one take too long.
        Task<String, @Nullable Void> again = SLOW.retry(RetryPolicy.fixed(20, Duration.ZERO));
        Enqueued slow = queue.enqueue(again, "a");

        drain(worker().run(again, (payload, context) -> {
            if (calls.incrementAndGet() == 1) {
                new CountDownLatch(1).await();
            }
        }));

        assertThat(queue.get(slow.id()).orElseThrow().state()).isEqualTo(ExecutionState.COMPLETED);
        assertThat(calls).hasValueGreaterThan(1);
    }

    @Test
    void aTimeoutThatIsNotWorthARetryIsFinal() throws Exception {
        Task<String, @Nullable Void> once =
                SLOW.retry(RetryPolicy.fixed(5, Duration.ZERO).notRetrying(TimedOutException.class));
        queue.enqueue(once, "a");

        drain(worker().run(once, (payload, context) -> {
            calls.incrementAndGet();
            new CountDownLatch(1).await();
        }));

        assertThat(calls).hasValue(1);
        assertThat(count(ExecutionState.FAILED)).isEqualTo(1);
    }

    @Test
    void aHandlerMayCatchTheTimeoutOfAStepAndGoOn() throws Exception {
        Task<String, String> careful = Task.of("careful", String.class).returning(String.class);
        Enqueued id = queue.enqueue(careful, "a");

        drain(worker().handle(careful, (payload, context) -> {
            try {
                return context.step("slow", String.class, SHORT, () -> {
                    new CountDownLatch(1).await();
                    return "never";
                });
            } catch (TimedOutException e) {
                return context.step("fallback", String.class, () -> "fallback");
            }
        }));

        assertThat(queue.result(id.id(), careful, Duration.ofSeconds(60))).isEqualTo("fallback");
    }

    @Test
    void whatReturnsInTimeIsNotInterrupted() throws Exception {
        Task<String, @Nullable Void> quick = SLOW.timeout(Duration.ofMinutes(1));
        queue.enqueue(quick, "a");

        drain(worker().run(
                        quick,
                        (payload, context) -> context.step("s", String.class, Duration.ofMinutes(1), () -> "x")));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(1);
    }
}
