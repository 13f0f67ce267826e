package dev.downbeat.playbook.tool.postgres;

import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Classifies what PostgreSQL answers, by SQLSTATE. Stateless. */
public final class SqlErrors {
    private SqlErrors() {}

    /** Returns the error for what went wrong with a statement; its code is the SQLSTATE. */
    public static ErrorObject of(SQLException e) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        ErrorKind kind = e instanceof SQLTransientConnectionException ? connection(e) : kind(state);
        ServerErrorMessage told = e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        String message = told == null || told.getMessage() == null ? firstLine(e) : told.getMessage();
        ErrorObject error = ErrorObject.of(kind, message).withCode(state.isEmpty() ? null : state);
        if (told != null) {
            error = error.withDetail("detail", told.getDetail())
                    .withDetail("hint", told.getHint())
                    .withDetail("constraint", told.getConstraint());
        }
        return error;
    }

    /** The pool gave up; the reason is behind it: a wrong password will not pass. */
    private static ErrorKind connection(SQLException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && kind(sql.getSQLState()) == ErrorKind.AUTH) {
                return ErrorKind.AUTH;
            }
        }
        return ErrorKind.DB_CONNECTION;
    }

    private static ErrorKind kind(String state) {
        return switch (state) {
            case "40001", "40P01" -> ErrorKind.DB_DEADLOCK;
            case "57014", "55P03", "25P04", "25P03" -> ErrorKind.DB_TIMEOUT;
            case "42501" -> ErrorKind.AUTH;
            case "42601", "22P02", "22032", "2200N" -> ErrorKind.PARSE;
            case "53300", "57P01", "57P02", "57P03", "57P05" -> ErrorKind.DB_CONNECTION;
            default -> ofClass(state.length() < 2 ? "" : state.substring(0, 2));
        };
    }

    private static ErrorKind ofClass(String sqlClass) {
        return switch (sqlClass) {
            case "08" -> ErrorKind.DB_CONNECTION;
            case "23" -> ErrorKind.DB_CONSTRAINT;
            case "28" -> ErrorKind.AUTH;
            case "22", "42", "3D", "3F", "0A", "07" -> ErrorKind.SCHEMA;
            default -> ErrorKind.UNKNOWN;
        };
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }
}
