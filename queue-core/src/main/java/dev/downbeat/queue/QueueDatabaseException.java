package dev.downbeat.queue;

import java.sql.SQLException;

/** Thrown when a statement failed for a reason that is not the queue's: connection, rights, disk, a value. */
public final class QueueDatabaseException extends QueueException {

    private final String sqlState;

    QueueDatabaseException(String doing, SQLException cause) {
        super("%s failed: %s".formatted(doing, cause.getMessage()), cause);
        String state = cause.getSQLState();
        this.sqlState = state == null ? "" : state;
    }

    /** The five characters of the SQLSTATE; empty if the driver gave none. */
    public String sqlState() {
        return sqlState;
    }
}
