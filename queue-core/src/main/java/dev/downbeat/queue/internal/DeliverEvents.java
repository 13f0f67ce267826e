package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;

/**
 * Gives events to the executions that wait for them, a bounded number at a time.
 *
 * <p>Both sides are compared after they have committed: an event that arrived with the waits there are, a wait that began
 * with the events there are. Whichever commits last finds the other, so that none can be missed, and whoever emits need
 * touch no wait. The row of the execution is locked before its step is decided, as {@link Timeouts} and {@link Flush} do: one of
 * them decides it, the others find it decided.
 */
public final class DeliverEvents {

    /** Arrivals, and waits, that one pass looks at. */
    static final int BATCH = 500;

    // In the order of an index and limited, where EXISTS would let the planner read a table that it thinks is half of
    // these.
    private static final String ANY = """
            select (select event_id from ${schema}.event_arrival order by event_id limit 1) is not null
                or (select execution_id from ${schema}.event_wait where not checked order by execution_id limit 1) is not null
            """;

    private static final String ARRIVED = """
            select event_id from ${schema}.event_arrival order by event_id limit ? for update skip locked
            """;

    private static final String BEGUN = """
            select execution_id, step from ${schema}.event_wait where not checked
            order by execution_id limit ? for update skip locked
            """;

    private static final String CONCERNED = """
            select w.execution_id, w.step
            from ${schema}.event e
            join ${schema}.event_wait w on w.event = e.name and w.key = e.key and w.open
            where e.id = any(?::bigint[]) and e.emitted_at >= w.since
                and not exists (select from ${schema}.event_wait t where t.execution_id = w.execution_id and t.event_id = e.id)
            limit ?
            """;

    // Whoever holds a row may hold it long: a caller's own transaction that cancels, for example.
    private static final String FREE = """
            select id from ${schema}.waiting where id = any(?::bigint[]) order by id for update skip locked
            """;

    private static final String STILL_WAITING = """
            select id from ${schema}.waiting where id = any(?::bigint[])
            """;

    // The earliest event since the execution was created that did not answer one of its waits before.
    private static final String DECIDE = """
            with chosen as materialized (
                select w.execution_id, w.step, e.id as event_id, e.payload
                from unnest(?::bigint[], ?::text[]) as o(execution_id, step)
                join ${schema}.event_wait w on w.execution_id = o.execution_id and w.step = o.step and w.open
                cross join lateral (
                    select e.id, e.payload
                    from ${schema}.event e
                    where e.name = w.event and e.key = w.key and e.emitted_at >= w.since
                        and not exists (
                            select from ${schema}.event_wait t where t.execution_id = w.execution_id and t.event_id = e.id)
                    order by e.id
                    limit 1
                ) e
            ),
            told as (
                update ${schema}.step s
                set outcome = 'completed', result = c.payload, stored_at = now()
                from chosen c
                join ${schema}.waiting x on x.id = c.execution_id
                where s.execution_id = c.execution_id and s.name = c.step and s.outcome is null
                returning s.execution_id, s.name
            ),
            closed as (
                update ${schema}.event_wait w
                set open = false, event_id = case when t.execution_id is not null then c.event_id end
                from chosen c
                left join told t on t.execution_id = c.execution_id and t.name = c.step
                where w.execution_id = c.execution_id and w.step = c.step
            ),
            fewer as (
                update ${schema}.waiting w set pending = w.pending - 1
                from told t where w.id = t.execution_id
                returning w.id, w.pending
            )
            select id from fewer where pending = 0
            """;

    private static final String CHECKED = """
            update ${schema}.event_wait w set checked = true
            from unnest(?::bigint[], ?::text[]) as o(execution_id, step)
            where w.execution_id = o.execution_id and w.step = o.step
            """;

    private static final String DONE = """
            delete from ${schema}.event_arrival where event_id = any(?::bigint[])
            """;

    private final String any;
    private final String arrived;
    private final String begun;
    private final String concerned;
    private final String free;
    private final String stillWaiting;
    private final String decide;
    private final String checked;
    private final String done;
    private final Parents parents;
    private final Notify notify;

    public DeliverEvents(SchemaName schema) {
        this.any = schema.render(ANY);
        this.arrived = schema.render(ARRIVED);
        this.begun = schema.render(BEGUN);
        this.concerned = schema.render(CONCERNED);
        this.free = schema.render(FREE);
        this.stillWaiting = schema.render(STILL_WAITING);
        this.decide = schema.render(DECIDE);
        this.checked = schema.render(CHECKED);
        this.done = schema.render(DONE);
        this.parents = new Parents(schema);
        this.notify = new Notify(schema);
    }

    /**
     * What one pass did.
     *
     * @param executions that became ready, on these queues
     * @param more if it stopped at its bound
     */
    public record Delivered(int executions, Set<Integer> queues, boolean more) {

        private static final Delivered NOTHING = new Delivered(0, Set.of(), false);
    }

    private record Wait(long executionId, String step) {}

    /** Returns the statement that asks whether there is anything to do, for analysis. */
    public ResultQuery<Record> query(DSLContext dsl) {
        return dsl.resultQuery(any);
    }

    /** Compares what has come since the last pass, in a transaction of its own. */
    public Delivered execute(Connection connection) throws SQLException {
        return Look.isAny(connection, any)
                ? Transactions.run(connection, () -> deliver(connection))
                : Delivered.NOTHING;
    }

    private Delivered deliver(Connection connection) throws SQLException {
        PlannerSettings.setLocally(connection);
        long[] events = arrived(connection);
        List<Wait> fresh = begun(connection);
        List<Wait> addressed = events.length == 0 ? List.of() : concerned(connection, events);
        Set<Long> busy = busy(connection, fresh, addressed);
        var waits = new LinkedHashSet<Wait>(fresh);
        waits.addAll(addressed);
        waits.removeIf(wait -> busy.contains(wait.executionId));
        Delivered delivered = waits.isEmpty() ? Delivered.NOTHING : decide(connection, List.copyOf(waits));
        update(
                connection,
                checked,
                fresh.stream().filter(wait -> !busy.contains(wait.executionId)).toList());
        boolean all = addressed.size() < BATCH;
        // Else some who wait for them are left for another pass.
        if (all && addressed.stream().noneMatch(wait -> busy.contains(wait.executionId))) {
            forget(connection, events);
        }
        notify.ready(connection, delivered.queues);
        boolean more = !all || events.length == BATCH || fresh.size() == BATCH;
        return new Delivered(delivered.executions, delivered.queues, more && busy.isEmpty());
    }

    /** Locks the executions that nobody else holds; returns those that somebody does. */
    private Set<Long> busy(Connection connection, List<Wait> fresh, List<Wait> addressed) throws SQLException {
        var ids = new TreeSet<Long>();
        fresh.forEach(wait -> ids.add(wait.executionId));
        addressed.forEach(wait -> ids.add(wait.executionId));
        if (!ids.isEmpty()) {
            ids(connection, free, ids).forEach(ids::remove);
        }
        return ids.isEmpty() ? Set.of() : Set.copyOf(ids(connection, stillWaiting, ids));
    }

    private static List<Long> ids(Connection connection, String sql, Collection<Long> among) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setObject(1, among.stream().mapToLong(Long::longValue).toArray());
            return ids(statement);
        }
    }

    private long[] arrived(Connection connection) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, arrived)) {
            statement.setInt(1, BATCH);
            return ids(statement).stream().mapToLong(Long::longValue).toArray();
        }
    }

    private List<Wait> begun(Connection connection) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, begun)) {
            statement.setInt(1, BATCH);
            return waits(statement);
        }
    }

    private List<Wait> concerned(Connection connection, long[] events) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, concerned)) {
            statement.setObject(1, events);
            statement.setInt(2, BATCH);
            return waits(statement);
        }
    }

    private Delivered decide(Connection connection, List<Wait> waits) throws SQLException {
        List<Long> over;
        try (PreparedStatement statement = Jdbc.prepare(connection, decide)) {
            bind(statement, waits);
            over = ids(statement);
        }
        return over.isEmpty() ? Delivered.NOTHING : new Delivered(over.size(), parents.resume(connection, over), false);
    }

    private void forget(Connection connection, long[] events) throws SQLException {
        if (events.length == 0) {
            return;
        }
        try (PreparedStatement statement = Jdbc.prepare(connection, done)) {
            statement.setObject(1, events);
            statement.executeUpdate();
        }
    }

    private static void update(Connection connection, String sql, List<Wait> waits) throws SQLException {
        if (waits.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            bind(statement, waits);
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, List<Wait> waits) throws SQLException {
        statement.setObject(1, waits.stream().mapToLong(Wait::executionId).toArray());
        statement.setObject(2, waits.stream().map(Wait::step).toArray(String[]::new));
    }

    private static List<Long> ids(PreparedStatement statement) throws SQLException {
        var ids = new ArrayList<Long>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    private static List<Wait> waits(PreparedStatement statement) throws SQLException {
        var waits = new ArrayList<Wait>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                waits.add(new Wait(rows.getLong(1), rows.getString(2)));
            }
        }
        return waits;
    }
}
