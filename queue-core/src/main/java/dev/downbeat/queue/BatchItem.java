package dev.downbeat.queue;

import org.jspecify.annotations.Nullable;

/** One execution in a batch, as its {@link BatchHandler} meets it. */
public final class BatchItem<P extends @Nullable Object> {

    private final ExecutionRun run;
    private final P payload;

    BatchItem(ExecutionRun run, P payload) {
        this.run = run;
        this.payload = payload;
    }

    public P payload() {
        return payload;
    }

    public long executionId() {
        return run.claimed().id();
    }

    /** The attempt this is; the first is 1. */
    public int attempt() {
        return run.claimed().attempt();
    }

    /** Tells whether somebody wants this execution to end; whatever its outcome is then, a cancel stands. */
    public boolean cancelled() {
        return run.interruption() != null;
    }
}
