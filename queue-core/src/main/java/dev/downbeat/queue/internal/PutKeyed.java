package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Adds executions whose keys hold for a time: each is decided by the function {@code put_execution} under the lock of its
 * key, one after the other, so that requests of one call meet each other as they meet those of other callers.
 */
public final class PutKeyed {

    // In one order for all callers, so that they do not wait for each other in a circle.
    private static final String TEXT = """
            select o.nr, p.id, p.outcome
            from (
                select *
                from unnest(?::integer[], ?::integer[], ?::timestamptz[], ?::bigint[], ?::integer[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::bigint[], ?::bigint[]) with ordinality
                    as o(task_id, queue_id, run_at, delay_micros, priority, payload, kind, key, policy, period_micros, wait_micros, nr)
                order by o.task_id, o.kind, o.key, o.nr
            ) o
            cross join lateral ${schema}.put_execution(
                o.task_id, o.queue_id::smallint, o.run_at, o.delay_micros * interval '1 microsecond', o.priority, o.payload::jsonb,
                o.kind, o.key, o.policy, o.period_micros * interval '1 microsecond', o.wait_micros * interval '1 microsecond') p
            """;

    private final String sql;

    public PutKeyed(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /** What a key is good for. */
    public enum Kind {
        UNIQUE,
        THROTTLE,
        DEBOUNCE
    }

    /** What became of a request. */
    public enum Outcome {
        CREATED,
        SKIPPED,
        REPLACED,
        DUPLICATE
    }

    /**
     * One request.
     *
     * @param policy skip, replace or error
     * @param periodMicros null if the key is free with the outcome of its execution
     * @param waitMicros null unless it is debounced
     */
    public record Request(
            NewExecution execution,
            Kind kind,
            String key,
            String policy,
            @Nullable Long periodMicros,
            @Nullable Long waitMicros) {}

    /** The execution that stands for a request. */
    public record Put(long id, Outcome outcome) {}

    /** Returns one answer for each request, in their order. */
    public Put[] execute(Connection connection, List<Request> batch) throws SQLException {
        int size = batch.size();
        int[] taskIds = new int[size];
        int[] queueIds = new int[size];
        @Nullable String[] times = new @Nullable String[size];
        @Nullable Long[] delays = new @Nullable Long[size];
        int[] priorities = new int[size];
        @Nullable String[] payloads = new @Nullable String[size];
        String[] kinds = new String[size];
        String[] keys = new String[size];
        String[] policies = new String[size];
        @Nullable Long[] periods = new @Nullable Long[size];
        @Nullable Long[] waits = new @Nullable Long[size];
        for (int i = 0; i < size; i++) {
            Request request = batch.get(i);
            NewExecution execution = request.execution;
            taskIds[i] = execution.taskId();
            queueIds[i] = execution.queueId();
            times[i] = execution.runAt();
            delays[i] = execution.delayMicros();
            priorities[i] = execution.priority();
            payloads[i] = execution.payload();
            kinds[i] = request.kind.name().toLowerCase(Locale.ROOT);
            keys[i] = request.key;
            policies[i] = request.policy;
            periods[i] = request.periodMicros;
            waits[i] = request.waitMicros;
        }
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setObject(1, taskIds);
            statement.setObject(2, queueIds);
            statement.setArray(3, connection.createArrayOf("text", times));
            statement.setArray(4, connection.createArrayOf("int8", delays));
            statement.setObject(5, priorities);
            statement.setObject(6, payloads);
            statement.setObject(7, kinds);
            statement.setObject(8, keys);
            statement.setObject(9, policies);
            statement.setArray(10, connection.createArrayOf("int8", periods));
            statement.setArray(11, connection.createArrayOf("int8", waits));
            return read(statement, size);
        }
    }

    private static Put[] read(PreparedStatement statement, int size) throws SQLException {
        var answers = new Put[size];
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                answers[rows.getInt(1) - 1] = new Put(
                        rows.getLong(2), Outcome.valueOf(rows.getString(3).toUpperCase(Locale.ROOT)));
            }
        }
        return answers;
    }
}
