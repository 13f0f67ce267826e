package dev.downbeat.worker.spawn;

import java.util.List;

/** Thrown when a spawned worker ends or stays silent where a sign of life was due; carries its last lines. */
public final class WorkerFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final List<String> log;

    WorkerFailedException(String what, long pid, List<String> log) {
        super("Worker process %d %s. Its last words: %s"
                .formatted(pid, what, log.isEmpty() ? "none" : log.getLast().strip()));
        this.log = List.copyOf(log);
    }

    /** Returns the last lines that the worker wrote. */
    public List<String> log() {
        return log;
    }
}
