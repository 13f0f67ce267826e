package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/**
 * Removes finished executions whose retention is over, with all that stands beside them.
 *
 * <p>A walk reads history from its first block to its last, {@link #BLOCKS} in each transaction: so history needs no index
 * for it, and a step is bounded whatever it finds. The row of the walk is its lock, and how far it came: any process may
 * take the next step. Rows that somebody else holds are left to the next walk.
 */
public final class Prune {

    /** Read in one step, 8 KiB each. */
    public static final int BLOCKS = 128;

    private static final String HERE = """
            select part, next_block from ${schema}.pruning
            where part is not null or next_walk_at <= (select ${schema}.clock())
            for update ${wait}
            """;

    // A step of another process is short; one that was frozen in the middle of it must not hold a caller for ever.
    private static final String PATIENCE = """
            select set_config('lock_timeout', '10s', true)
            """;

    private static final String RESTART = """
            update ${schema}.pruning set part = '', next_block = 0
            """;

    private static final String PART = """
            select c.relname, pg_relation_size(c.oid) / current_setting('block_size')::bigint
            from pg_partition_tree('${schema}.history') t
            join pg_class c on c.oid = t.relid
            where t.isleaf and c.relname::text >= ?
            order by c.relname::text
            limit 1
            """;

    private static final String OLD = """
            with old as materialized (
                select h.ctid as place
                from ${schema}.${part} h
                join ${schema}.task t on t.id = h.task_id
                where h.ctid >= ?::tid and h.ctid < ?::tid
                    and h.finished_at < (select ${schema}.clock())
                        - case when h.outcome = 'completed' then t.keep_completed else t.keep_failed end
                for update of h skip locked
            ),
            gone as (
                delete from ${schema}.${part} where ctid = any(array(select place from old)) returning id, flags
            ),
            steps as (
                delete from ${schema}.step s using gone g where s.execution_id = g.id
            ),
            failures as (
                delete from ${schema}.failure f using gone g where f.execution_id = g.id
            ),
            waits as (
                delete from ${schema}.event_wait w using gone g where w.execution_id = g.id
            ),
            payloads as (
                delete from ${schema}.payload p using gone g where g.flags & 4 <> 0 and p.execution_id = g.id
            ),
            traces as (
                delete from ${schema}.trace t using gone g where g.flags & 32 <> 0 and t.execution_id = g.id
            )
            select count(*) from gone
            """;

    private static final String MOVE_ON = """
            update ${schema}.pruning set part = ?, next_block = ?
            """;

    // Workers that ended long ago and have left nothing behind; few, so that they are looked for without an index.
    private static final String WORKERS = """
            delete from ${schema}.worker
            where id in (select id from ${schema}.worker where swept_at < now() - interval '30 days' limit 1000)
            """;

    // A debounce may still be waiting for a worker; an hour is enough for those that work.
    private static final String PERIODS = """
            delete from ${schema}.key_period
            where ctid = any(array(
                select ctid from ${schema}.key_period
                where ends_at < (select ${schema}.clock()) - interval '1 hour'
                order by ends_at
                limit 10000
                for update skip locked))
            """;

    private static final String REST = """
            update ${schema}.pruning set part = null, next_block = 0, next_walk_at = ${schema}.clock() + interval '5 minutes'
            """;

    private final SchemaName schema;
    private final String hereOrBusy;
    private final String here;
    private final String restart;
    private final String part;
    private final String moveOn;
    private final String workers;
    private final String periods;
    private final String rest;
    private final EventRetention events;

    public Prune(SchemaName schema) {
        this.schema = schema;
        this.hereOrBusy = schema.render(HERE.replace("${wait}", "skip locked"));
        this.here = schema.render(HERE.replace("${wait}", ""));
        this.restart = schema.render(RESTART);
        this.part = schema.render(PART);
        this.moveOn = schema.render(MOVE_ON);
        this.workers = schema.render(WORKERS);
        this.periods = schema.render(PERIODS);
        this.events = new EventRetention(schema);
        this.rest = schema.render(REST);
    }

    /**
     * What one step did.
     *
     * @param more whether the walk goes on; false too while another process takes a step, and when none is due
     */
    public record Step(long executions, boolean more) {

        private static final Step NONE = new Step(0, false);
    }

    private record Part(String name, long blocks) {}

    private record Here(String part, long block) {}

    /** Returns the statement that removes what is old in some blocks of one part of history, for analysis. */
    public ResultQuery<Record> query(DSLContext dsl, String part, long fromBlock, long toBlock) {
        return dsl.resultQuery(old(part), place(fromBlock), place(toBlock));
    }

    /** Takes the next step of the walk, in a transaction of its own. */
    public Step step(Connection connection) throws SQLException {
        return Transactions.run(connection, () -> {
            Optional<Here> from = here(connection, hereOrBusy);
            return from.isPresent() ? stepFrom(connection, from.get()) : Step.NONE;
        });
    }

    /** Takes every step of a walk that begins now; returns how many executions they removed. */
    public long walk(Connection connection) throws SQLException {
        Transactions.run(connection, () -> {
            query(connection, PATIENCE);
            update(connection, restart);
            return true;
        });
        long executions = 0;
        Step step;
        do {
            step = Transactions.run(connection, () -> {
                query(connection, PATIENCE);
                Optional<Here> from = here(connection, here);
                return from.isPresent() ? stepFrom(connection, from.get()) : Step.NONE;
            });
            executions += step.executions;
        } while (step.more);
        return executions;
    }

    private Step stepFrom(Connection connection, Here from) throws SQLException {
        Optional<Part> found = part(connection, from.part);
        if (found.isEmpty()) {
            update(connection, workers);
            update(connection, periods);
            events.prune(connection);
            update(connection, rest);
            return Step.NONE;
        }
        Part current = found.get();
        long begin = current.name.equals(from.part) ? from.block : 0;
        long end = begin + BLOCKS;
        long executions = begin < current.blocks ? remove(connection, current.name, begin, end) : 0;
        if (end < current.blocks) {
            moveOn(connection, current.name, end);
        } else {
            // The least name behind this one.
            moveOn(connection, current.name + ' ', 0);
        }
        return new Step(executions, true);
    }

    private static Optional<Here> here(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            @Nullable String part = row.getString(1);
            return Optional.of(new Here(part == null ? "" : part, row.getLong(2)));
        }
    }

    private Optional<Part> part(Connection connection, String from) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(part)) {
            statement.setString(1, from);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new Part(row.getString(1), row.getLong(2))) : Optional.empty();
            }
        }
    }

    private long remove(Connection connection, String part, long begin, long end) throws SQLException {
        PlannerSettings.setLocally(connection);
        try (PreparedStatement statement = connection.prepareStatement(old(part))) {
            statement.setString(1, place(begin));
            statement.setString(2, place(end));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void moveOn(Connection connection, String part, long block) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(moveOn)) {
            statement.setString(1, part);
            statement.setLong(2, block);
            statement.executeUpdate();
        }
    }

    private static void query(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeQuery().close();
        }
    }

    private static void update(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.executeUpdate();
        }
    }

    private String old(String part) {
        return schema.render(OLD.replace("${part}", '"' + part.replace("\"", "\"\"") + '"'));
    }

    private static String place(long block) {
        return "(" + block + ",0)";
    }
}
