package dev.downbeat.playbook.graph;

import java.util.Locale;
import java.util.Optional;

/** A group of error kinds that a retry may be limited to. */
public enum RetryOn {
    /** {@code timeout}, {@code db_timeout}. */
    TIMEOUT,
    /** {@code connection}, {@code db_connection}. */
    CONNECTION_ERROR,
    /** {@code rate_limit}: HTTP status 429. */
    RATE_LIMIT,
    /** {@code server_error}: HTTP status 5xx. */
    SERVER_ERROR,
    /** Every error. */
    ANY;

    /** Returns the group written as in YAML, {@code connection_error}; empty when there is none. */
    public static Optional<RetryOn> parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "timeout" -> Optional.of(TIMEOUT);
            case "connection_error", "connection" -> Optional.of(CONNECTION_ERROR);
            case "rate_limit" -> Optional.of(RATE_LIMIT);
            case "server_error", "5xx" -> Optional.of(SERVER_ERROR);
            case "any", "all", "error" -> Optional.of(ANY);
            default -> Optional.empty();
        };
    }

    /** Returns whether an error of this {@code error.kind} belongs to the group. */
    public boolean covers(String errorKind) {
        return switch (this) {
            case TIMEOUT -> errorKind.equals("timeout") || errorKind.equals("db_timeout");
            case CONNECTION_ERROR -> errorKind.equals("connection") || errorKind.equals("db_connection");
            case RATE_LIMIT -> errorKind.equals("rate_limit");
            case SERVER_ERROR -> errorKind.equals("server_error");
            case ANY -> true;
        };
    }
}
