package dev.downbeat.playbook;

import java.sql.SQLException;

/** Thrown when the database could not be asked while an execution was waited for; the execution itself goes on. */
public final class PlaybookDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PlaybookDatabaseException(long executionId, SQLException cause) {
        super(
                "The database could not be asked: execution=%d, reason=%s. The execution goes on."
                        .formatted(executionId, cause.getMessage()),
                cause);
    }
}
