package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/** Takes the head of one queue for one worker: rows move from ready to running. */
public final class Claim {

    private static final String TEXT = """
            -- A lock that ending a worker waits for: no claim of a worker comes after its end.
            with me as materialized (
                select id from ${schema}.worker where id = ? and ended_at is null for key share
            ),
            -- Materialized: an inlined LIMIT subquery may run again and lock more rows than asked for.
            picked as materialized (
                select r.ctid as place
                from ${schema}.ready r
                where r.queue_id = ? and r.task_id = any(?::integer[]) and (select count(*) from me) = 1
                order by r.priority, r.run_at, r.id
                limit ?
                for update of r skip locked
            ),
            -- By an array of places: a TID scan, where a join would look every row up in the key again.
            moved as (
                delete from ${schema}.ready
                where ctid = any(array(select place from picked))
                returning id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step
            )
            insert into ${schema}.running
                (id, run_at, created_at, worker_id, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step)
            select id, run_at, created_at, ?, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step
            from moved
            returning id, run, attempt, task_id, flags, parent_id, priority, payload
            """;

    private static final Comparator<Ordered> BY_PRIORITY =
            Comparator.comparingInt(Ordered::priority).thenComparingLong(row -> row.claimed.id());

    private final String sql;

    public Claim(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /** Returns the statement for analysis; running it claims. */
    public ResultQuery<Record> query(DSLContext dsl, long workerId, int queueId, Integer[] taskIds, int limit) {
        return dsl.resultQuery(sql, workerId, queueId, taskIds, limit, workerId);
    }

    /** Claims at most {@code limit} executions, in the order in which they should start; none if the worker has ended. */
    public List<Claimed> execute(Connection connection, long workerId, int queueId, int[] taskIds, int limit)
            throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setLong(1, workerId);
            statement.setInt(2, queueId);
            statement.setObject(3, taskIds);
            statement.setInt(4, limit);
            statement.setLong(5, workerId);
            try (ResultSet rows = statement.executeQuery()) {
                return read(rows, workerId, limit);
            }
        }
    }

    private static List<Claimed> read(ResultSet rows, long workerId, int limit) throws SQLException {
        var claimed = new ArrayList<Ordered>(limit);
        boolean inOrder = true;
        @Nullable Ordered last = null;
        while (rows.next()) {
            var row = new Ordered(
                    rows.getInt(7),
                    new Claimed(
                            rows.getLong(1),
                            workerId,
                            rows.getInt(2),
                            rows.getInt(3),
                            rows.getInt(4),
                            rows.getInt(5),
                            rows.getLong(6),
                            rows.getString(8),
                            Map.of()));
            inOrder &= last == null || BY_PRIORITY.compare(last, row) < 0;
            claimed.add(row);
            last = row;
        }
        if (!inOrder) {
            claimed.sort(BY_PRIORITY);
        }
        return claimed.stream().map(Ordered::claimed).toList();
    }

    private record Ordered(int priority, Claimed claimed) {}
}
