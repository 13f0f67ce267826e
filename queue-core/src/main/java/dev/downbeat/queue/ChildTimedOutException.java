package dev.downbeat.queue;

/** Thrown by an invoke whose child had no outcome in time; the child goes on, its outcome no longer counts here. */
public final class ChildTimedOutException extends QueueException {

    private final long childId;
    private final String step;

    ChildTimedOutException(long childId, String step) {
        super(
                "The child had no outcome in time: execution=%d, step=%s. It goes on without its parent."
                        .formatted(childId, step),
                null);
        this.childId = childId;
        this.step = step;
    }

    public long childId() {
        return childId;
    }

    public String step() {
        return step;
    }
}
