package dev.downbeat.playbook.tool;

import org.jspecify.annotations.Nullable;

/** Thrown by a tool whose work failed; carries the error, and the result to keep if there is one. */
public final class ToolException extends Exception {
    private final ErrorObject error;
    private final transient @Nullable Object result;

    public ToolException(ErrorObject error) {
        this(error, null, null);
    }

    public ToolException(ErrorObject error, @Nullable Object result, @Nullable Throwable cause) {
        super(error.kind().word() + ": " + error.message(), cause);
        this.error = error;
        this.result = result;
    }

    /** Returns a failure of this kind with nothing but a message. */
    public static ToolException of(ErrorKind kind, String message) {
        return new ToolException(ErrorObject.of(kind, message));
    }

    /** Returns what went wrong. */
    public ErrorObject error() {
        return error;
    }

    /** Returns the partial or refused result as plain data, such as the wrapper of a non-2xx response; else null. */
    public @Nullable Object result() {
        return result;
    }
}
