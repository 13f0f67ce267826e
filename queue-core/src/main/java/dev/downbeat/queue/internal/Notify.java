package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells listening workers what is new, when the transaction commits. One short message, whatever the batch. */
public final class Notify {

    /** Begins a message that names the queues on which something became ready. */
    public static final String READY = "ready ";

    /** Begins a message that names the worker for which a cancellation was requested. */
    public static final String CANCEL = "cancel ";

    /** The message that an event has arrived. */
    public static final String EVENT = "event";

    /** Begins a message that names a worker whose lease was given up. */
    static final String ENDED = "ended ";

    private final String channel;

    public Notify(SchemaName schema) {
        this.channel = schema.channel();
    }

    /** Something became ready on these queues; silent if there are none. */
    public void ready(Connection connection, Collection<Integer> queueIds) throws SQLException {
        if (!queueIds.isEmpty()) {
            send(connection, ready(queueIds.stream()));
        }
    }

    /** Returns the message that something became ready on these queues. */
    static String ready(Stream<Integer> queueIds) {
        return queueIds.distinct().sorted().map(String::valueOf).collect(Collectors.joining(",", READY, ""));
    }

    /** The worker has a cancellation to look at. */
    public void cancel(Connection connection, long workerId) throws SQLException {
        send(connection, CANCEL + workerId);
    }

    private void send(Connection connection, String message) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, "select pg_notify(?, ?)")) {
            statement.setString(1, channel);
            statement.setString(2, message);
            statement.executeQuery().close();
        }
    }
}
