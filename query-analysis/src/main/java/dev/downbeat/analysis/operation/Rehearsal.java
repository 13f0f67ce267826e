package dev.downbeat.analysis.operation;

import dev.downbeat.analysis.operation.Operation.Cost;
import dev.downbeat.analysis.plan.Bound;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets production code run once in a transaction that is rolled back, and makes an operation of every statement that it
 * sends: the values are those that it chose itself. For one thread.
 */
public final class Rehearsal {
    private static final Pattern RELATION =
            Pattern.compile("(?i)(?:from|into|update|join)\\s+\"?downbeat\"?\\.\"?(\\w+)");

    private final Connection connection;
    private final List<Operation> operations = new ArrayList<>();

    Rehearsal(Connection connection) {
        this.connection = connection;
    }

    /** Production code that is handed what records. */
    @FunctionalInterface
    interface Scene {
        void play(StatementRecorder recorder) throws SQLException;
    }

    /**
     * Plays a scene.
     *
     * @param name of the operation; where the scene sends several statements, each has its number and what it touches first
     * @param statement the class that sends them in production
     */
    Rehearsal play(String name, String statement, Cost cost, Scene scene) throws SQLException {
        StatementRecorder recorder = new StatementRecorder(connection);
        connection.setAutoCommit(false);
        try {
            scene.play(recorder);
        } finally {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        List<Bound> sent = recorder.statements();
        for (int i = 0; i < sent.size(); i++) {
            Bound bound = sent.get(i);
            String place = sent.size() == 1 ? "" : "-" + (i + 1) + relation(bound.open());
            operations.add(new Operation(name + place, statement, cost, dsl -> bound));
        }
        return this;
    }

    /** Returns the operations of all scenes so far. */
    List<Operation> operations() {
        return List.copyOf(operations);
    }

    private static String relation(String text) {
        Matcher matcher = RELATION.matcher(text);
        return matcher.find() ? "-" + matcher.group(1) : "";
    }
}
