package dev.downbeat.schema;

/** Thrown when a database cannot be used; the message is one line that says what is wrong and what to do. */
public final class DatabaseUnavailableException extends RuntimeException {
    /** What stands in the way. */
    public enum Reason {
        /** Nothing answers there, within the deadline. */
        UNREACHABLE,
        /** The server refused the role or its password. */
        AUTHENTICATION,
        /** The server has no database of that name. */
        UNKNOWN_DATABASE,
        /** The server's version is not supported. */
        VERSION,
        /** The schema was installed by a newer Downbeat. */
        SCHEMA_NEWER,
        /** The schema is missing or older, and this call may not install it. */
        SCHEMA_MISSING,
        /** The server could not be started, or a migration failed. */
        BROKEN
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    DatabaseUnavailableException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    DatabaseUnavailableException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Returns what stands in the way. */
    public Reason reason() {
        return reason;
    }
}
