package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
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
            -- Materialized: an inlined LIMIT subquery may run again and lock more rows than asked for.
            with picked as materialized (
                select r.ctid as place, r.id
                from ${schema}.ready r
                where r.queue_id = ? and r.task_id = any(?::integer[])
                    -- Where the last claim ended: what lies before is dead index entries, thousands until a vacuum.
                    and (r.priority, r.run_at, r.id) >= (cast(? as smallint), ?::timestamptz, ?::bigint)
                order by r.priority, r.run_at, r.id
                limit ?
                for update of r skip locked
            ),
            walk as materialized (
                select array_agg(place) as places, max(id) as last_id, clock_timestamp() - statement_timestamp() as took
                from picked
            ),
            -- A lock that ending a worker waits for: no claim of a worker comes after its end. Where there is nothing to
            -- claim there is none: it would make a commit that the disk has to flush.
            me as materialized (
                select 1 from ${schema}.worker
                where id = ? and ended_at is null and (select places from walk) is not null
                for key share
            ),
            -- By an array of places: a TID scan, where a join would look every row up in the key again. The rows are locked, so
            -- that both scans see the same ones; handing them on from the delete would form every row once more.
            gone as (
                delete from ${schema}.ready where ctid = any((select places from walk)::tid[]) and exists (select from me)
            )
            insert into ${schema}.running
                (id, run_at, created_at, worker_id, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step)
            select id, run_at, created_at, ?, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step
            from ${schema}.ready
            where ctid = any((select places from walk)::tid[]) and exists (select from me)
            -- The times of one row only, where the next claim may begin: they would be the dearest columns to send. Rows that are
            -- committed late have times before it, by as long as their transactions took.
            returning id, run, attempt, task_id, flags, parent_id, priority, payload,
                case when id = (select last_id from walk) then run_at end,
                case when id = (select last_id from walk) then run_at - interval '250 milliseconds' end,
                case when id = (select last_id from walk) then (select extract(epoch from took) * 1000000 from walk)::bigint end
            """;

    private static final Comparator<Ordered> BY_PRIORITY =
            Comparator.comparingInt(Ordered::priority).thenComparingLong(row -> row.claimed.id());

    private final String sql;

    public Claim(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /** A place in the order of one queue. */
    public record Place(int priority, String runAt, long id) {

        /** Before everything. */
        public static final Place HEAD = new Place(Short.MIN_VALUE, "-infinity", 0);

        public boolean isHead() {
            return id == HEAD.id;
        }
    }

    /**
     * What one claim took.
     *
     * @param executions in the order in which they should start
     * @param last where it ended; where it began if it took nothing
     * @param tail a quarter of a second before that: what others put there and commit within so long stands behind it
     * @param walked how long it looked for them, without the time of moving them and of the commit
     */
    public record Batch(List<Claimed> executions, Place last, Place tail, Duration walked) {}

    /** Returns the statement for analysis; running it claims. */
    public ResultQuery<Record> query(DSLContext dsl, long workerId, int queueId, Integer[] taskIds, int limit) {
        Place from = Place.HEAD;
        return dsl.resultQuery(sql, queueId, taskIds, from.priority, from.runAt, from.id, limit, workerId, workerId);
    }

    /**
     * Claims at most {@code limit} executions that stand at {@code from} or behind it; none if the worker has ended.
     *
     * <p>Beginning behind the head saves the walk over what was claimed before. It is a hint: what others put before that
     * place is found by a claim from the head.
     */
    public Batch execute(Connection connection, long workerId, int queueId, int[] taskIds, Place from, int limit)
            throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setInt(1, queueId);
            statement.setObject(2, taskIds);
            statement.setInt(3, from.priority);
            statement.setString(4, from.runAt);
            statement.setLong(5, from.id);
            statement.setInt(6, limit);
            statement.setLong(7, workerId);
            statement.setLong(8, workerId);
            long begun = System.nanoTime();
            try (ResultSet rows = statement.executeQuery()) {
                // All that one does which finds nothing is to walk.
                Duration whole = Duration.ofNanos(System.nanoTime() - begun);
                return read(rows, workerId, from, whole, limit);
            }
        }
    }

    static Batch read(ResultSet rows, long workerId, Place from, Duration whole, int limit) throws SQLException {
        var claimed = new ArrayList<Ordered>(limit);
        boolean inOrder = true;
        @Nullable Ordered last = null;
        Place end = from;
        Place tail = from;
        Duration walked = whole;
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
            // Any claimed row will do: the true end is not before it.
            String runAt = rows.getString(9);
            if (runAt != null) {
                end = new Place(row.priority, runAt, row.claimed.id());
                tail = new Place(row.priority, rows.getString(10), 1);
                walked = Duration.of(rows.getLong(11), ChronoUnit.MICROS);
            }
        }
        if (!inOrder) {
            claimed.sort(BY_PRIORITY);
        }
        return new Batch(claimed.stream().map(Ordered::claimed).toList(), end, tail, walked);
    }

    private record Ordered(int priority, Claimed claimed) {}
}
