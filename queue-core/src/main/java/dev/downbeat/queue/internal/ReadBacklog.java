package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;

/**
 * Reads how much is ready in each queue, and for how long: by the index of the claim, a bounded number of entries, however
 * many rows there are.
 */
public final class ReadBacklog {

    /** Queues that are read, by ascending id. */
    static final int QUEUES = 200;

    /** Priorities of one queue that are looked at for the oldest, the most urgent first. */
    static final int PRIORITIES = 50;

    // What lies dead in the index is walked over too: not for long.
    private static final String IN_TIME = "set local statement_timeout = '2s'";

    // Counted from the end of the claim's order: its head is full of dead entries while workers drain.
    private static final String TEXT = """
            with recursive q as materialized (
                select id, name from ${schema}.queue order by id limit ?
            ),
            level as (
                select q.id as queue_id, (select min(r.priority) from ${schema}.ready r where r.queue_id = q.id) as priority, 1 as nr
                from q
                union all
                select l.queue_id,
                    (select min(r.priority) from ${schema}.ready r where r.queue_id = l.queue_id and r.priority > l.priority), l.nr + 1
                from level l
                where l.priority is not null and l.nr < ?
            ),
            oldest as (
                select l.queue_id, min(r.run_at) as run_at
                from level l
                cross join lateral (
                    select r.run_at from ${schema}.ready r
                    where r.queue_id = l.queue_id and r.priority = l.priority
                    order by r.run_at
                    limit 1
                ) r
                group by l.queue_id
            )
            select q.name, c.ready,
                coalesce(greatest(0, extract(epoch from (select ${schema}.clock()) - o.run_at) * 1000000), 0)::bigint
            from q
            cross join lateral (
                select count(*) as ready
                from (
                    select from ${schema}.ready r where r.queue_id = q.id
                    order by r.priority desc, r.run_at desc, r.id desc
                    limit ?
                ) counted
            ) c
            left join oldest o on o.queue_id = q.id
            order by q.name
            """;

    private final String sql;

    public ReadBacklog(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /** One queue's. */
    public record Depth(String queue, long ready, long oldestMicros) {}

    /** Returns the statement for analysis. */
    public ResultQuery<Record> query(DSLContext dsl, int most) {
        return dsl.resultQuery(sql, QUEUES, PRIORITIES, most);
    }

    /**
     * Returns every queue, up to {@link #QUEUES}, empty ones included; within a transaction.
     *
     * @param most no more are counted in one queue
     */
    public List<Depth> execute(Connection connection, int most) throws SQLException {
        PlannerSettings.setLocally(connection);
        try (Statement limit = connection.createStatement()) {
            limit.execute(IN_TIME);
        }
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setInt(1, QUEUES);
            statement.setInt(2, PRIORITIES);
            statement.setInt(3, most);
            try (ResultSet rows = statement.executeQuery()) {
                var depths = new ArrayList<Depth>();
                while (rows.next()) {
                    depths.add(new Depth(rows.getString(1), rows.getLong(2), rows.getLong(3)));
                }
                return depths;
            }
        }
    }
}
