package dev.downbeat.playbook.run;

import dev.downbeat.playbook.tool.ErrorObject;

/** Thrown when a call's child cannot be started; the call fails with this error. */
final class ChildRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient ErrorObject error;

    ChildRefusedException(ErrorObject error) {
        super(error.message());
        this.error = error;
    }

    ErrorObject error() {
        return error;
    }
}
