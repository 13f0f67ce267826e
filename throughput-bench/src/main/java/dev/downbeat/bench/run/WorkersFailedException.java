package dev.downbeat.bench.run;

import java.util.List;

/** Thrown when no worker came to its end, so that there is nothing to report; carries what each said last. */
public final class WorkersFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WorkersFailedException(List<String> faults) {
        super("No worker finished. " + String.join("\n", faults));
    }
}
