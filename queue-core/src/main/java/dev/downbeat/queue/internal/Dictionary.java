package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/**
 * The small numbers that stand for the names of queues and tasks; read once, then remembered: they never change.
 *
 * <p>Uses a connection of its own, so that a caller's rollback cannot make a remembered number wrong. Safe for any thread.
 */
public final class Dictionary {

    // Plain text: jOOQ's classes would cost a process that starts to enqueue or to work more than all its statements.
    private static final String FIND_QUEUE = "select id from ${schema}.queue where name = ?";
    private static final String ADD_QUEUE = "insert into ${schema}.queue (name) values (?) on conflict do nothing";
    private static final String FIND_TASK = "select id from ${schema}.task where name = ?";
    private static final String ADD_TASK =
            "insert into ${schema}.task (name, queue_id) values (?, ?) on conflict do nothing";

    private final DataSource dataSource;
    private final DeclareTasks declareTasks;
    private final String findQueue;
    private final String addQueue;
    private final String findTask;
    private final String addTask;
    private final Map<String, Integer> queues = new ConcurrentHashMap<>();
    private final Map<String, Integer> tasks = new ConcurrentHashMap<>();

    public Dictionary(DataSource dataSource, SchemaName schema) {
        this.dataSource = dataSource;
        this.declareTasks = new DeclareTasks(schema);
        this.findQueue = schema.render(FIND_QUEUE);
        this.addQueue = schema.render(ADD_QUEUE);
        this.findTask = schema.render(FIND_TASK);
        this.addTask = schema.render(ADD_TASK);
    }

    /** Returns the number of a queue; a new name gets one. */
    public int queueId(String name) throws SQLException {
        Integer known = queues.get(name);
        if (known != null) {
            return known;
        }
        try (Connection connection = dataSource.getConnection()) {
            OptionalInt found = find(connection, findQueue, name);
            int id = found.isPresent() ? found.getAsInt() : addQueue(connection, name);
            queues.put(name, id);
            return id;
        }
    }

    /** Returns the number of a task; a new name gets one. */
    public int taskId(String name, String queue) throws SQLException {
        Integer known = tasks.get(name);
        if (known != null) {
            return known;
        }
        int queueId = queueId(queue);
        try (Connection connection = dataSource.getConnection()) {
            OptionalInt found = find(connection, findTask, name);
            int id = found.isPresent() ? found.getAsInt() : addTask(connection, name, queueId);
            tasks.put(name, id);
            return id;
        }
    }

    /** Tells the database what a worker knows of its tasks, see {@link DeclareTasks}. */
    public void declare(List<DeclareTasks.Declared> declared) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            Map<String, DeclareTasks.Numbers> numbers = declareTasks.execute(connection, declared);
            for (DeclareTasks.Declared task : declared) {
                DeclareTasks.Numbers found = numbers.get(task.name());
                if (found == null) {
                    throw new SQLException("A declared task is not there: task=" + task.name());
                }
                tasks.put(task.name(), found.taskId());
                queues.put(task.queue(), found.queueId());
            }
        }
    }

    private static OptionalInt find(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? OptionalInt.of(rows.getInt(1)) : OptionalInt.empty();
            }
        }
    }

    private int addQueue(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(addQueue)) {
            statement.setString(1, name);
            statement.executeUpdate();
        }
        return find(connection, findQueue, name).orElseThrow();
    }

    private int addTask(Connection connection, String name, int queueId) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(addTask)) {
            statement.setString(1, name);
            statement.setInt(2, queueId);
            statement.executeUpdate();
        }
        return find(connection, findTask, name).orElseThrow();
    }
}
