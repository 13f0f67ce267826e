package dev.downbeat.queue;

/** Thrown by an invoke whose child was cancelled; the parent may catch it and go on. */
public final class ChildCancelledException extends QueueException {

    private final long childId;
    private final String step;

    ChildCancelledException(long childId, String step, String reason) {
        super("The child was cancelled: execution=%d, step=%s, reason=%s".formatted(childId, step, reason), null);
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
