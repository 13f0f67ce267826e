package dev.downbeat.queue;

/** Thrown by a wait whose event did not come in time; it stays so, though the event should come later. */
public final class EventTimedOutException extends QueueException {

    private final String event;
    private final String key;

    EventTimedOutException(long executionId, String event, String key) {
        super(
                "The event did not come in time: execution=%d, event=%s, key=%s. The wait is over."
                        .formatted(executionId, event, key),
                null);
        this.event = event;
        this.key = key;
    }

    public String event() {
        return event;
    }

    public String key() {
        return key;
    }
}
