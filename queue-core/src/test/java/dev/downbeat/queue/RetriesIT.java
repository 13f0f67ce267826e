package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RetriesIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> FAILING =
            Task.of("failing", Integer.class).retry(RetryPolicy.fixed(3, Duration.ZERO));

    @Test
    void failsForGoodWhenAttemptsAreExhaustedAlsoAfterRestarts() throws Exception {
        var attempts = new AtomicInteger();
        long id = queue.enqueue(FAILING, 1).id();
        Action<Integer> fail = (n, context) -> {
            attempts.incrementAndGet();
            throw new IllegalStateException("attempt " + context.attempt());
        };

        for (int restart = 0; restart < 3; restart++) {
            drain(worker().run(FAILING, fail));
        }

        Execution failed = queue.get(id).orElseThrow();
        assertThat(failed.state()).isEqualTo(ExecutionState.FAILED);
        assertThat(failed.attempt()).isEqualTo(3);
        assertThat(error(failed).message()).isEqualTo("attempt 3");
        assertThat(attempts).hasValue(3);
        assertThat(number("select count(*) from downbeat.running")).isZero();
        assertThat(number("select count(*) from downbeat.failure where stack like '%IllegalState%attempt%'"))
                .isEqualTo(3);
    }

    @Test
    void triesNoMoreAfterAnExceptionThatIsNotWorthIt() throws Exception {
        Task<Integer, @Nullable Void> task =
                FAILING.retry(RetryPolicy.DEFAULT.notRetrying(IllegalArgumentException.class));
        long id = queue.enqueue(task, 1).id();

        drain(worker().run(task, (n, context) -> {
            throw new NumberFormatException("a subclass");
        }));

        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.FAILED);
    }

    @Test
    void triesAgainAfterTheNamedExceptionsOnly() throws Exception {
        Task<Integer, @Nullable Void> task =
                FAILING.retry(RetryPolicy.fixed(5, Duration.ZERO).retryingOn(java.io.IOException.class));
        long id = queue.enqueue(task, 1).id();

        drain(worker().run(task, (n, context) -> {
            if (context.attempt() == 1) {
                throw new java.io.FileNotFoundException("a subclass");
            }
            throw new IllegalStateException("another");
        }));

        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.FAILED);
        assertThat(queue.failures(id))
                .extracting(failure -> failure.error().message())
                .containsExactly("a subclass", "another");
    }

    @Test
    void waitsAsLongAsACustomFunctionSays() throws Exception {
        Task<Integer, @Nullable Void> task =
                FAILING.retry(RetryPolicy.custom(3, (attempt, random) -> Duration.ofDays(attempt)));
        long id = queue.enqueue(task, 1).id();

        drain(worker().run(task, (n, context) -> {
            throw new IllegalStateException("no");
        }));

        Execution scheduled = queue.get(id).orElseThrow();
        assertThat(scheduled.state()).isEqualTo(ExecutionState.SCHEDULED);
        assertThat(Duration.between(scheduled.createdAt(), scheduled.runAt()))
                .isBetween(Duration.ofDays(1), Duration.ofDays(1).plusMinutes(1));
    }

    @Test
    void waitsBeforeTheNextAttempt() throws Exception {
        Task<Integer, @Nullable Void> patient = FAILING.retry(RetryPolicy.fixed(2, Duration.ofHours(1)));
        long id = queue.enqueue(patient, 1).id();

        drain(worker().run(patient, (n, context) -> {
            throw new IllegalStateException();
        }));

        Execution later = queue.get(id).orElseThrow();
        assertThat(later.state()).isEqualTo(ExecutionState.SCHEDULED);
        assertThat(later.attempt()).isEqualTo(2);
        assertThat(later.runAt()).isAfter(later.createdAt().plus(Duration.ofMinutes(59)));
    }

    @Test
    void failsAtOnceOnAPayloadThatDoesNotFit() throws Exception {
        long id = queue.enqueue(Task.of("failing", String.class), "no number").id();

        drain(worker().run(FAILING, (n, context) -> {}));

        Execution failed = queue.get(id).orElseThrow();
        assertThat(failed.state()).isEqualTo(ExecutionState.FAILED);
        assertThat(error(failed).type()).isEqualTo(JsonMismatchException.class.getName());
    }

    @Test
    void runsAFailedExecutionAgainByHand() throws Exception {
        var healed = new AtomicInteger();
        long id = queue.enqueue(FAILING, 1).id();
        Action<Integer> action = (n, context) -> {
            if (healed.get() == 0) {
                throw new IllegalStateException();
            }
        };
        drain(worker().run(FAILING, action));
        healed.set(1);

        assertThat(queue.retry(id)).isTrue();
        drain(worker().run(FAILING, action));

        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.COMPLETED);
        assertThat(queue.retry(id)).isFalse();
    }

    @Test
    void survivesAnErrorThrownByTheHandler() throws Exception {
        long id = queue.enqueue(FAILING, 1).id();

        drain(worker().run(FAILING, (n, context) -> {
            throw new StackOverflowError();
        }));

        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.FAILED);
    }
}
