package dev.downbeat.playbook.tool;

/**
 * Where a call stands. A cancelled call's thread is interrupted.
 *
 * @param executionId the playbook's execution
 * @param step the step's name
 * @param attempt 1 for the first run
 * @param deadline by when the whole step must have ended
 */
public record CallContext(long executionId, String step, int attempt, Deadline deadline) {

    /** Returns this context for another attempt. */
    public CallContext attempt(int other) {
        return new CallContext(executionId, step, other, deadline);
    }

    /** Returns this context with another deadline. */
    public CallContext until(Deadline other) {
        return new CallContext(executionId, step, attempt, other);
    }
}
