package dev.downbeat.playbook.result;

/** Thrown when a value cannot be kept: it is no plain data, or holds what Postgres refuses. */
public final class UnstorableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnstorableException(String message) {
        super(message);
    }
}
