package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Tells the database what a worker knows of its tasks: their queues, how many attempts a rescuer may grant, and how long
 * finished executions are kept. All at once: a worker's start does not grow with the number of its tasks.
 */
public final class DeclareTasks {

    private static final String QUEUES = """
            insert into ${schema}.queue (name)
            select o.name from (select distinct unnest(?::text[]) as name) o
            where not exists (select from ${schema}.queue q where q.name = o.name)
            -- In one order for all, so that workers that start together wait for each other, not in a circle.
            order by o.name
            on conflict do nothing
            """;

    private static final String TASKS = """
            insert into ${schema}.task (name, queue_id, max_attempts, keep_completed, keep_failed)
            select o.name, q.id, o.max_attempts, o.completed * interval '1 second', o.failed * interval '1 second'
            from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[]) as o(name, queue, max_attempts, completed, failed)
            join ${schema}.queue q on q.name = o.queue
            where not exists (select from ${schema}.task t where t.name = o.name)
            order by o.name
            on conflict do nothing
            """;

    private static final String CHANGES = """
            update ${schema}.task t
            set queue_id = q.id, max_attempts = o.max_attempts,
                keep_completed = o.completed * interval '1 second', keep_failed = o.failed * interval '1 second'
            from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[]) as o(name, queue, max_attempts, completed, failed)
            join ${schema}.queue q on q.name = o.queue
            where t.name = o.name and (t.queue_id, t.max_attempts, t.keep_completed, t.keep_failed)
                <> (q.id, o.max_attempts, o.completed * interval '1 second', o.failed * interval '1 second')
            """;

    private static final String NUMBERS = """
            select t.name, t.id, t.queue_id from ${schema}.task t where t.name = any(?::text[])
            """;

    private final String queues;
    private final String tasks;
    private final String changes;
    private final String numbers;

    public DeclareTasks(SchemaName schema) {
        this.queues = schema.render(QUEUES);
        this.tasks = schema.render(TASKS);
        this.changes = schema.render(CHANGES);
        this.numbers = schema.render(NUMBERS);
    }

    /** One task, as a worker knows it. */
    public record Declared(
            String name, String queue, int maxAttempts, long keepCompletedSeconds, long keepFailedSeconds) {}

    /** The small numbers that stand for a task and its queue. */
    public record Numbers(int taskId, int queueId) {}

    /** Returns the numbers by the tasks' names. */
    public Map<String, Numbers> execute(Connection connection, List<Declared> declared) throws SQLException {
        String[] names = texts(declared, Declared::name);
        try (PreparedStatement statement = connection.prepareStatement(queues)) {
            statement.setObject(1, texts(declared, Declared::queue));
            statement.executeUpdate();
        }
        write(connection, tasks, declared);
        // Two workers that know a task differently may meet in its row.
        Transactions.run(connection, () -> write(connection, changes, declared));
        return read(connection, names);
    }

    private static int write(Connection connection, String sql, List<Declared> declared) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, texts(declared, Declared::name));
            statement.setObject(2, texts(declared, Declared::queue));
            statement.setObject(3, numbers(declared, Declared::maxAttempts));
            statement.setObject(4, numbers(declared, Declared::keepCompletedSeconds));
            statement.setObject(5, numbers(declared, Declared::keepFailedSeconds));
            return statement.executeUpdate();
        }
    }

    private Map<String, Numbers> read(Connection connection, String[] names) throws SQLException {
        var found = new HashMap<String, Numbers>();
        try (PreparedStatement statement = connection.prepareStatement(numbers)) {
            statement.setObject(1, names);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(rows.getString(1), new Numbers(rows.getInt(2), rows.getInt(3)));
                }
            }
        }
        return found;
    }

    private static String[] texts(List<Declared> declared, Function<Declared, String> field) {
        return declared.stream().map(field).toArray(String[]::new);
    }

    private static long[] numbers(List<Declared> declared, ToLongFunction<Declared> field) {
        return declared.stream().mapToLong(field).toArray();
    }
}
