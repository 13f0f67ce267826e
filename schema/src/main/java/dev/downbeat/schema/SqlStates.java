package dev.downbeat.schema;

import java.sql.SQLException;
import java.util.Objects;

/** What PostgreSQL's error codes mean to whoever connects or installs. Stateless. */
final class SqlStates {
    /** What a failed connection or first statement points to. */
    enum Fault {
        AUTHENTICATION,
        UNKNOWN_DATABASE,
        UNREACHABLE,
        OTHER
    }

    static final String UNDEFINED_TABLE = "42P01";
    static final String UNDEFINED_SCHEMA = "3F000";

    static Fault classify(SQLException e) {
        String state = state(e);
        if (state.startsWith("28")) {
            return Fault.AUTHENTICATION;
        }
        if (state.equals("3D000")) {
            return Fault.UNKNOWN_DATABASE;
        }
        // 57P: shutting down, starting up; 53300: too many connections.
        boolean away = state.startsWith("08") || state.startsWith("57P") || state.equals("53300");
        return away ? Fault.UNREACHABLE : Fault.OTHER;
    }

    /** Tells whether trying again may help. */
    static boolean isPassing(SQLException e) {
        return classify(e) == Fault.UNREACHABLE;
    }

    static boolean isMissingTable(SQLException e) {
        return state(e).equals(UNDEFINED_TABLE) || state(e).equals(UNDEFINED_SCHEMA);
    }

    static String firstLine(SQLException e) {
        return Objects.toString(e.getMessage(), e.getClass().getSimpleName())
                .lines()
                .findFirst()
                .orElse("");
    }

    private static String state(SQLException e) {
        return Objects.toString(e.getSQLState(), "");
    }

    private SqlStates() {}
}
