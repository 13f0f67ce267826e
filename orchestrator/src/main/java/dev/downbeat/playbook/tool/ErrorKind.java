package dev.downbeat.playbook.tool;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What sort of failure an error is; {@code error.kind} in a playbook is the name in lower case. */
public enum ErrorKind {
    /** The other side could not be reached, or hung up. */
    CONNECTION(true),
    /** The time given was used up. */
    TIMEOUT(true),
    /** HTTP 429, or the like. */
    RATE_LIMIT(true),
    /** Not allowed: HTTP 401 and 403, a wrong password, an unknown credential. */
    AUTH(false),
    /** HTTP 404 and 410. */
    NOT_FOUND(false),
    /** Any other HTTP 4xx. */
    CLIENT_ERROR(false),
    /** HTTP 5xx. */
    SERVER_ERROR(true),
    /** The call does not fit: a missing field, a value of the wrong type, SQL that names what is not there. */
    SCHEMA(false),
    /** Text that should have been JSON, SQL or Python is not. */
    PARSE(false),
    /** The database could not be reached, or hung up. */
    DB_CONNECTION(true),
    /** The database refused a value: unique, foreign key, not null, check. */
    DB_CONSTRAINT(false),
    /** Deadlock or serialization failure: the same call may pass next time. */
    DB_DEADLOCK(true),
    /** A statement or a lock wait ran out of time. */
    DB_TIMEOUT(true),
    /** Everything else, such as an exception of the playbook's own code. */
    UNKNOWN(false);

    private final boolean retryable;

    ErrorKind(boolean retryable) {
        this.retryable = retryable;
    }

    /** Returns the kind of an HTTP status that is not success. */
    public static ErrorKind ofStatus(int status) {
        return switch (status) {
            case 401, 403 -> AUTH;
            case 404, 410 -> NOT_FOUND;
            case 408 -> TIMEOUT;
            case 429 -> RATE_LIMIT;
            default -> status >= 500 ? SERVER_ERROR : CLIENT_ERROR;
        };
    }

    /** Returns whether trying again unchanged can help. */
    public boolean retryable() {
        return retryable;
    }

    /** Returns the name that playbooks use, such as {@code rate_limit}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the kind that playbooks call this. */
    public static Optional<ErrorKind> of(String word) {
        return Arrays.stream(values())
                .filter(kind -> kind.word().equalsIgnoreCase(word))
                .findFirst();
    }
}
