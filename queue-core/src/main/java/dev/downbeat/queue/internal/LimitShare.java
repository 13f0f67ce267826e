package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;

/**
 * What each worker has of a task's limit on what runs at once.
 *
 * <p>A share belongs to a worker's lease: one whose worker has ended counts no longer. So a crash leaves nothing over.
 */
public final class LimitShare {

    /** How far a task's work is looked for behind that of others. */
    private static final int LOOK_AHEAD = 10_000;

    private static final String HAS_WORK = """
            select exists (
                select from (
                    select task_id from ${schema}.ready where queue_id = ? order by priority, run_at, id limit ?
                ) r
                where r.task_id = ?)
            """;

    // One at a time: what others have is read after their transactions.
    private static final String LOCK = """
            select pg_advisory_xact_lock(hashtextextended('${schema} share ' || ?, 0))
            """;

    private static final String TAKE = """
            with others as (
                select coalesce(sum(s.slots), 0)::integer as slots
                from ${schema}.limit_share s
                join ${schema}.worker w on w.id = s.worker_id
                where s.task_id = ? and s.worker_id <> ? and w.ended_at is null
            ),
            ended as (
                delete from ${schema}.limit_share s using ${schema}.worker w
                where s.task_id = ? and w.id = s.worker_id and w.ended_at is not null and w.id <> ?
            )
            insert into ${schema}.limit_share (task_id, worker_id, slots)
            select ?, w.id, greatest(0, least(?, ? - o.slots))
            from others o, ${schema}.worker w
            where w.id = ? and w.ended_at is null
            on conflict on constraint limit_share_pk do update set slots = excluded.slots
            returning slots
            """;

    private static final String KEEP = """
            update ${schema}.limit_share set slots = ? where task_id = ? and worker_id = ?
            """;

    private final String hasWork;
    private final String lock;
    private final String take;
    private final String keep;

    public LimitShare(SchemaName schema) {
        this.hasWork = schema.render(HAS_WORK);
        this.lock = schema.render(LOCK);
        this.take = schema.render(TAKE);
        this.keep = schema.render(KEEP);
    }

    /** Returns the statement that looks for work, for analysis. */
    public ResultQuery<Record> hasWorkQuery(DSLContext dsl, int queueId, int taskId) {
        return dsl.resultQuery(hasWork, queueId, LOOK_AHEAD, taskId);
    }

    /** Returns the statement that takes a share, for analysis; running it takes. */
    public ResultQuery<Record> takeQuery(DSLContext dsl, long workerId, int taskId, int amount, int most) {
        return dsl.resultQuery(take, taskId, workerId, taskId, workerId, taskId, most, amount, workerId);
    }

    /** Tells whether executions of the task are ready, as far as it looks. */
    public boolean hasWork(Connection connection, int queueId, int taskId) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, hasWork)) {
            statement.setInt(1, queueId);
            statement.setInt(2, LOOK_AHEAD);
            statement.setInt(3, taskId);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() && rows.getBoolean(1);
            }
        }
    }

    /**
     * Takes as much as there is, in a transaction of its own.
     *
     * @param amount what all workers may have together
     * @param most what this one can use
     * @return what it has now, in place of what it had before
     */
    public int take(Connection connection, long workerId, int taskId, int amount, int most) throws SQLException {
        return Transactions.run(connection, () -> {
            try (PreparedStatement statement = Jdbc.prepare(connection, lock)) {
                statement.setInt(1, taskId);
                statement.executeQuery().close();
            }
            try (PreparedStatement statement = Jdbc.prepare(connection, take)) {
                statement.setInt(1, taskId);
                statement.setLong(2, workerId);
                statement.setInt(3, taskId);
                statement.setLong(4, workerId);
                statement.setInt(5, taskId);
                statement.setInt(6, most);
                statement.setInt(7, amount);
                statement.setLong(8, workerId);
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next() ? rows.getInt(1) : 0;
                }
            }
        });
    }

    /** Gives back all but so much. */
    public int keep(Connection connection, long workerId, int taskId, int slots) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, keep)) {
            statement.setInt(1, slots);
            statement.setInt(2, taskId);
            statement.setLong(3, workerId);
            return statement.executeUpdate();
        }
    }
}
