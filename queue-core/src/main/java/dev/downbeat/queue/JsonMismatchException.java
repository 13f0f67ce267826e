package dev.downbeat.queue;

import org.jspecify.annotations.Nullable;

/** Thrown when a payload or a result and its declared type do not fit; never worth a retry. */
public final class JsonMismatchException extends QueueException {

    private final String path;

    JsonMismatchException(String what, String path, String problem, @Nullable Throwable cause) {
        super("%s does not fit its type: at %s: %s".formatted(what, path, problem), cause);
        this.path = path;
    }

    /** Where in the document, as a JSON path; {@code $} for the whole. */
    public String path() {
        return path;
    }
}
