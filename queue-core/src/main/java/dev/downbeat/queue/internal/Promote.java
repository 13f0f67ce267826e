package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;

/** Makes scheduled executions ready when their time has come, a bounded number at a time. */
public final class Promote {

    /** Moved by one statement, at most. */
    public static final int BATCH = 2_000;

    private static final String TEXT = """
            with due as materialized (
                select ctid as place from ${schema}.scheduled
                where run_at <= (select ${schema}.clock())
                order by run_at
                limit ?
                for update skip locked
            ),
            moved as (
                delete from ${schema}.scheduled where ctid = any(array(select place from due))
                returning id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step
            ),
            soon as (
                insert into ${schema}.ready
                    (id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step)
                select id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step
                from moved
                returning queue_id
            )
            select queue_id::integer, count(*) from soon group by queue_id
            """;

    private static final String NEXT = """
            select (extract(epoch from least(
                (select min(run_at) from ${schema}.scheduled),
                (select min(timeout_at) from ${schema}.waiting where timeout_at is not null)) - (select ${schema}.clock())) * 1000)::bigint
            """;

    private final String sql;
    private final String next;
    private final Notify notify;

    public Promote(SchemaName schema) {
        this.sql = schema.render(TEXT);
        this.next = schema.render(NEXT);
        this.notify = new Notify(schema);
    }

    /** Returns the statement for analysis. */
    public ResultQuery<Record> query(DSLContext dsl, int limit) {
        return dsl.resultQuery(sql, limit);
    }

    /** What one pass moved; {@code more} if it stopped at its bound. */
    public record Promoted(long moved, Set<Integer> queues, boolean more) {}

    /** Moves what is due, at most {@link #BATCH}. */
    public Promoted execute(Connection connection) throws SQLException {
        return Transactions.run(connection, () -> {
            Promoted promoted = move(connection);
            notify.ready(connection, promoted.queues);
            return promoted;
        });
    }

    private Promoted move(Connection connection) throws SQLException {
        long moved = 0;
        var queues = new TreeSet<Integer>();
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setInt(1, BATCH);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    queues.add(rows.getInt(1));
                    moved += rows.getLong(2);
                }
            }
        }
        return new Promoted(moved, queues, moved == BATCH);
    }

    /** Returns how many milliseconds the next sleep or timeout is away; 0 or less if it is due, MAX_VALUE if there is none. */
    public long millisToNext(Connection connection) throws SQLException {
        return Look.millis(connection, next);
    }
}
