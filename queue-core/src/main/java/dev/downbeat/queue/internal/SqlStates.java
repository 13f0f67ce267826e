package dev.downbeat.queue.internal;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What a SQLSTATE means to the queue; the one place where they are told apart. */
public final class SqlStates {

    static final String SERIALIZATION_FAILURE = "40001";

    private SqlStates() {}

    /** A value cannot be stored: numeric range, encoding, JSON, program limit. Trying again is no use. */
    public static boolean isUnstorable(SQLException e) {
        String state = state(e);
        return state.startsWith("22") || state.startsWith("54") || state.startsWith("23");
    }

    /** There is a row with this key already. */
    public static boolean isDuplicate(SQLException e) {
        return state(e).equals("23505");
    }

    /** Another transaction was in the way; the same transaction may succeed now. */
    public static boolean isContention(SQLException e) {
        String state = state(e);
        return state.equals("40P01") || state.equals(SERIALIZATION_FAILURE) || state.equals("55P03");
    }

    /** The table or the schema is not there. */
    public static boolean isNotInstalled(SQLException e) {
        String state = state(e);
        return state.equals("42P01") || state.equals("3F000");
    }

    private static String state(SQLException e) {
        @Nullable String state = e.getSQLState();
        return state == null ? "" : state;
    }
}
