package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.Rescue;
import dev.downbeat.queue.internal.Transition;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeDecisionTest {

    private static final RetryPolicy TWICE = RetryPolicy.fixed(2, Duration.ofSeconds(3));
    private static final Outcome RETURNED = new Outcome.Returned("1");
    private static final Outcome THREW = new Outcome.Threw(new IllegalStateException("no"));

    private static Claimed attempt(int attempt) {
        return new Claimed(1, 2, 3, attempt, 4, 0, 0, null, Map.of());
    }

    private static Optional<Transition> decide(int attempt, Outcome outcome, @Nullable Interruption interruption) {
        return OutcomeDecision.afterRun(
                attempt(attempt), outcome, interruption, TWICE, false, RandomGenerator.getDefault());
    }

    @Test
    void completesWhatReturned() {
        assertThat(decide(1, RETURNED, null)).contains(new Transition.Completed(attempt(1), "1"));
    }

    @Test
    void retriesAFailureWhileAttemptsAreLeft() {
        assertThat(decide(1, THREW, null))
                .get()
                .isInstanceOfSatisfying(
                        Transition.Retried.class,
                        retried -> assertThat(retried.delayMicros()).isEqualTo(3_000_000));
    }

    @Test
    void failsWhenNoneIsLeft() {
        assertThat(decide(2, THREW, null)).get().isInstanceOf(Transition.Failed.class);
    }

    @Test
    void cancelsWhateverTheHandlerDidAfterItWasCancelled() {
        assertThat(decide(1, RETURNED, new Interruption.Cancelled("why")))
                .get()
                .isInstanceOf(Transition.Cancelled.class);
        assertThat(decide(1, THREW, new Interruption.Cancelled("why"))).get().isInstanceOf(Transition.Cancelled.class);
    }

    @Test
    void givesBackWhatAStopInterrupted() {
        assertThat(decide(1, THREW, new Interruption.Stopping())).get().isInstanceOf(Transition.Released.class);
        assertThat(decide(1, RETURNED, new Interruption.Stopping())).get().isInstanceOf(Transition.Completed.class);
    }

    @Test
    void writesNothingWithoutALease() {
        assertThat(decide(1, RETURNED, new Interruption.LeaseLost())).isEmpty();
    }

    @Test
    void runsAgainAtOnceAfterACrashUntilTheAttemptsAreUsed() {
        assertThat(OutcomeDecision.afterCrash(new Rescue.Orphan(attempt(1), 2, null)))
                .isInstanceOfSatisfying(
                        Transition.Retried.class,
                        retried -> assertThat(retried.delayMicros()).isZero());
        assertThat(OutcomeDecision.afterCrash(new Rescue.Orphan(attempt(2), 2, null)))
                .isInstanceOf(Transition.Failed.class);
        assertThat(OutcomeDecision.afterCrash(new Rescue.Orphan(attempt(1), 2, "why")))
                .isInstanceOf(Transition.Cancelled.class);
    }
}
