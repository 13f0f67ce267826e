package dev.downbeat.queue;

/** Thrown by an invoke whose child failed for good; the parent may catch it and go on. */
public final class ChildFailedException extends QueueException {

    private final long childId;
    private final String step;
    private final ExecutionError error;

    ChildFailedException(long childId, String step, ExecutionError error) {
        super(
                "The child failed: execution=%d, step=%s, %s: %s"
                        .formatted(childId, step, error.type(), error.message()),
                null);
        this.childId = childId;
        this.step = step;
        this.error = error;
    }

    public long childId() {
        return childId;
    }

    public String step() {
        return step;
    }

    public ExecutionError error() {
        return error;
    }
}
