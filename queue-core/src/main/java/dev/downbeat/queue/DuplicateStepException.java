package dev.downbeat.queue;

/** Thrown by the second use of a step name in one execution: its stored result would stand for both. */
public final class DuplicateStepException extends QueueException {

    DuplicateStepException(long executionId, String step, String firstPlace, String secondPlace) {
        super(
                "A step name is used twice: execution=%d, step=%s, first at %s, again at %s. Give each step a name of its own."
                        .formatted(executionId, step, firstPlace, secondPlace),
                null);
    }
}
