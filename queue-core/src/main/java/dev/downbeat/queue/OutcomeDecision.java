package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.Rescue;
import dev.downbeat.queue.internal.Transition;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Decides, without the database, what becomes of an execution. */
final class OutcomeDecision {

    private OutcomeDecision() {}

    /**
     * Returns the transition that follows from how a run ended; empty if nothing is to be written.
     *
     * @param interruption why the handler was interrupted, if it was
     * @param stepped whether the run stored steps
     */
    static Optional<Transition> afterRun(
            Claimed claimed,
            Outcome outcome,
            @Nullable Interruption interruption,
            RetryPolicy retry,
            boolean stepped,
            RandomGenerator random) {
        if (outcome instanceof Outcome.Recorded || interruption instanceof Interruption.LeaseLost) {
            return Optional.empty();
        }
        if (interruption instanceof Interruption.Cancelled cancelled) {
            return Optional.of(new Transition.Cancelled(claimed, Faults.cancelled(cancelled.reason())));
        }
        if (interruption instanceof Interruption.Stopping && outcome instanceof Outcome.Threw) {
            return Optional.of(new Transition.Released(claimed, stepped));
        }
        return switch (outcome) {
            case Outcome.Returned returned -> Optional.of(new Transition.Completed(claimed, returned.result()));
            case Outcome.Threw threw ->
                Optional.of(afterFailure(claimed, failure(claimed, threw, interruption), retry, stepped, random));
            case Outcome.Slept slept -> Optional.of(new Transition.Slept(claimed, slept.step(), slept.delayMicros()));
            case Outcome.Invoked invoked ->
                Optional.of(new Transition.Parked(
                        claimed, invoked.children(), invoked.timeoutMicros(), invoked.keepsChildren()));
            case Outcome.Awaited awaited ->
                Optional.of(new Transition.Awaiting(
                        claimed, awaited.step(), awaited.event(), awaited.key(), awaited.timeoutMicros()));
            case Outcome.Recorded recorded -> Optional.empty();
        };
    }

    private static Throwable failure(Claimed claimed, Outcome.Threw threw, @Nullable Interruption interruption) {
        if (interruption instanceof Interruption.TimedOut timedOut) {
            var failure = new TimedOutException(claimed.id(), "The attempt", timedOut.timeout());
            failure.addSuppressed(threw.failure());
            return failure;
        }
        return threw.failure();
    }

    private static Transition afterFailure(
            Claimed claimed, Throwable failure, RetryPolicy retry, boolean stepped, RandomGenerator random) {
        boolean worthATry = !(failure instanceof JsonMismatchException) && !(failure instanceof DuplicateStepException);
        if (worthATry && retry.allows(claimed.attempt(), failure)) {
            long delayMicros =
                    retry.backoff().delayAfter(claimed.attempt(), random).toNanos() / 1_000;
            return new Transition.Retried(claimed, delayMicros, Faults.of(failure), stepped);
        }
        return new Transition.Failed(claimed, Faults.of(failure));
    }

    /** Returns what becomes of an execution whose worker died: ready at once, unless it has cost all its attempts. */
    static Transition afterCrash(Rescue.Orphan orphan) {
        Claimed claimed = orphan.claimed();
        if (orphan.cancelReason() != null) {
            return new Transition.Cancelled(claimed, Faults.cancelled(orphan.cancelReason()));
        }
        return claimed.attempt() < orphan.maxAttempts()
                ? new Transition.Retried(claimed, 0, Faults.crash(claimed), true)
                : new Transition.Failed(claimed, Faults.crash(claimed));
    }
}
