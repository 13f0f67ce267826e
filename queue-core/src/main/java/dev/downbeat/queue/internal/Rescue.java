package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/**
 * Ends workers whose lease has passed and takes their executions over. One rescuer at a time; the others skip.
 *
 * <p>A claim locks its worker's row, so that none comes after the worker's end. What another transaction holds at this
 * moment, a late outcome say, is left for the next pass: a worker counts as swept only when nothing is left to it.
 */
public final class Rescue {

    private static final int BATCH = 2_000;

    private static final String ELECT = """
            select pg_try_advisory_xact_lock(hashtextextended('${schema} rescue', 0))
            """;

    private static final String END = """
            update ${schema}.worker set ended_at = now()
            where id in (
                select id from ${schema}.worker
                where swept_at is null and ended_at is null and lease_until < now()
                for update skip locked)
            """;

    private static final String LEFT = """
            select r.id, r.worker_id, r.run, r.attempt, r.task_id, r.flags, r.parent_id, t.max_attempts, c.reason
            from ${schema}.running r
            join ${schema}.task t on t.id = r.task_id
            left join ${schema}.cancellation c on c.worker_id = r.worker_id and c.execution_id = r.id
            where r.worker_id in (select id from ${schema}.worker where swept_at is null and ended_at is not null)
            limit ?
            for update of r skip locked
            """;

    private static final String SWEPT = """
            update ${schema}.worker w set swept_at = now()
            where w.swept_at is null and w.ended_at is not null
                and not exists (select from ${schema}.running r where r.worker_id = w.id)
                and not exists (select from ${schema}.cancellation c where c.worker_id = w.id)
            """;

    private static final String DEAD = """
            select 1 from ${schema}.worker where swept_at is null and (ended_at is not null or lease_until < now()) limit 1
            """;

    private static final String UNANSWERED = """
            delete from ${schema}.cancellation c
            using ${schema}.worker w
            where w.id = c.worker_id and w.swept_at is null and w.ended_at is not null
            returning c.execution_id
            """;

    private final String elect;
    private final String end;
    private final String left;
    private final String swept;
    private final String dead;
    private final String unanswered;
    private final Flush flush;

    public Rescue(SchemaName schema) {
        this.elect = schema.render(ELECT);
        this.end = schema.render(END);
        this.left = schema.render(LEFT);
        this.swept = schema.render(SWEPT);
        this.dead = schema.render(DEAD);
        this.unanswered = schema.render(UNANSWERED);
        this.flush = new Flush(schema);
    }

    /**
     * An execution that its dead worker left behind.
     *
     * @param cancelReason why somebody wanted it cancelled, if anybody did
     */
    public record Orphan(
            Claimed claimed, int maxAttempts, @Nullable String cancelReason) {}

    /**
     * What one pass did.
     *
     * @param unanswered executions whose cancellation their dead worker did not get to
     */
    public record Rescued(int workers, int executions, Set<Integer> woken, List<Long> unanswered) {

        static final Rescued NOTHING = new Rescued(0, 0, Set.of(), List.of());
    }

    /** Returns the statement that finds what dead workers left, for analysis. */
    public ResultQuery<Record> query(DSLContext dsl, int limit) {
        return dsl.resultQuery(left, limit);
    }

    /** Does one pass; the function decides what becomes of each orphan. */
    public Rescued execute(Connection connection, Function<Orphan, Transition> decision) throws SQLException {
        if (!any(connection, dead)) {
            return Rescued.NOTHING;
        }
        return Transactions.run(connection, () -> {
            if (!elected(connection)) {
                return Rescued.NOTHING;
            }
            int workers = update(connection, end);
            List<Transition> transitions =
                    orphans(connection).stream().map(decision).toList();
            Flush.Flushed flushed = flush.executeWithin(connection, transitions);
            List<Long> again = ids(connection, unanswered);
            update(connection, swept);
            return new Rescued(workers, transitions.size(), flushed.woken(), again);
        });
    }

    private boolean elected(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(elect);
                ResultSet rows = statement.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    private List<Orphan> orphans(Connection connection) throws SQLException {
        var orphans = new ArrayList<Orphan>();
        try (PreparedStatement statement = connection.prepareStatement(left)) {
            statement.setInt(1, BATCH);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    var claimed = new Claimed(
                            rows.getLong(1),
                            rows.getLong(2),
                            rows.getInt(3),
                            rows.getInt(4),
                            rows.getInt(5),
                            rows.getInt(6),
                            rows.getLong(7),
                            null,
                            Map.of());
                    orphans.add(new Orphan(claimed, rows.getInt(8), rows.getString(9)));
                }
            }
        }
        return orphans;
    }

    private static boolean any(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            return statement.executeUpdate();
        }
    }

    private static List<Long> ids(Connection connection, String sql) throws SQLException {
        var ids = new ArrayList<Long>();
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }
}
