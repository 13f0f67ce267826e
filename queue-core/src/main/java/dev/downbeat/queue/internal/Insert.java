package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/** Adds executions, ready or scheduled, thousands in one statement. */
public final class Insert {

    /** Payloads of more characters stand apart, so that rows that move stay narrow. */
    static final int MAX_INLINE_CHARS = 2_000;

    // What can run now needs neither a time nor a choice of table.
    private static final String READY = """
            insert into ${schema}.ready (task_id, queue_id, priority, payload)
            select o.task_id, o.queue_id, o.priority, o.payload::jsonb
            from unnest(?::integer[], ?::integer[], ?::integer[], ?::text[]) as o(task_id, queue_id, priority, payload)
            ${told}
            returning id
            """;

    // Depends on no row, so the statement sends it once, before its rows.
    private static final String TOLD = "where (select pg_notify('${schema}', ?)) is not null";

    private static final String ANY = """
            with fresh as materialized (
                select coalesce(o.id, nextval('${schema}.execution_id_seq')) as id, o.nr, o.task_id, o.queue_id, o.priority, o.flags,
                    coalesce(o.run_at, (select ${schema}.clock()) + o.delay_micros * interval '1 microsecond', (select ${schema}.clock())) as run_at, o.payload::jsonb as payload,
                    o.trace_parent, o.trace_state
                from unnest(?::bigint[], ?::integer[], ?::integer[], ?::integer[], ?::integer[], ?::bigint[], ?::timestamptz[], ?::text[],
                    ?::text[], ?::text[])
                    with ordinality as o(id, task_id, queue_id, priority, flags, delay_micros, run_at, payload, trace_parent, trace_state, nr)
            ),
            apart as (
                insert into ${schema}.payload (execution_id, body) select id, payload from fresh where flags & 4 <> 0
            ),
            traced as (
                insert into ${schema}.trace (execution_id, parent, state) select id, trace_parent, trace_state from fresh where flags & 32 <> 0
            ),
            soon as (
                insert into ${schema}.ready (id, run_at, task_id, queue_id, priority, flags, payload)
                select id, run_at, task_id, queue_id, priority, flags, case when flags & 4 = 0 then payload end
                from fresh where run_at <= (select ${schema}.clock())
            ),
            later as (
                insert into ${schema}.scheduled (id, run_at, task_id, queue_id, priority, flags, payload)
                select id, run_at, task_id, queue_id, priority, flags, case when flags & 4 = 0 then payload end
                from fresh where run_at > (select ${schema}.clock())
            )
            select id from fresh order by nr
            """;

    private final String ready;
    private final String readyAndTold;
    private final String any;

    public Insert(SchemaName schema) {
        this.ready = schema.render(READY.replace("${told}", ""));
        this.readyAndTold = schema.render(READY.replace("${told}", TOLD));
        this.any = schema.render(ANY);
    }

    /** Returns the statement for executions that can run now, for analysis. */
    public ResultQuery<Record> query(
            DSLContext dsl, Integer[] taskIds, Integer[] queueIds, Integer[] priorities, @Nullable String[] payloads) {
        return dsl.resultQuery(ready, taskIds, queueIds, priorities, payloads);
    }

    /** Returns the ids in the order of the batch. */
    public long[] execute(Connection connection, List<NewExecution> batch) throws SQLException {
        return batch.stream().allMatch(NewExecution::isPlain)
                ? insertReady(connection, batch, null)
                : insertAny(connection, batch);
    }

    /**
     * Adds executions that can run now, all of them {@link NewExecution#isPlain plain}, and tells listening workers of them when
     * the transaction commits: one statement, so that on a connection in auto-commit one round trip is all.
     *
     * @return the ids in the order of the batch
     */
    public long[] executeAndTell(Connection connection, List<NewExecution> batch) throws SQLException {
        String message = Notify.ready(batch.stream().map(NewExecution::queueId));
        return insertReady(connection, batch, message);
    }

    private long[] insertReady(Connection connection, List<NewExecution> batch, @Nullable String message)
            throws SQLException {
        int size = batch.size();
        int[] taskIds = new int[size];
        int[] queueIds = new int[size];
        int[] priorities = new int[size];
        @Nullable String[] payloads = new @Nullable String[size];
        for (int i = 0; i < size; i++) {
            NewExecution fresh = batch.get(i);
            taskIds[i] = fresh.taskId();
            queueIds[i] = fresh.queueId();
            priorities[i] = fresh.priority();
            payloads[i] = fresh.payload();
        }
        try (PreparedStatement statement = Jdbc.prepare(connection, message == null ? ready : readyAndTold)) {
            statement.setObject(1, taskIds);
            statement.setObject(2, queueIds);
            statement.setObject(3, priorities);
            statement.setObject(4, payloads);
            if (message != null) {
                statement.setString(5, message);
            }
            return ids(statement, size);
        }
    }

    private long[] insertAny(Connection connection, List<NewExecution> batch) throws SQLException {
        int size = batch.size();
        @Nullable Long[] ids = new @Nullable Long[size];
        int[] taskIds = new int[size];
        int[] queueIds = new int[size];
        int[] priorities = new int[size];
        int[] flags = new int[size];
        @Nullable Long[] delays = new @Nullable Long[size];
        @Nullable String[] times = new @Nullable String[size];
        @Nullable String[] payloads = new @Nullable String[size];
        @Nullable String[] traceParents = new @Nullable String[size];
        @Nullable String[] traceStates = new @Nullable String[size];
        for (int i = 0; i < size; i++) {
            NewExecution fresh = batch.get(i);
            ids[i] = fresh.id();
            taskIds[i] = fresh.taskId();
            queueIds[i] = fresh.queueId();
            priorities[i] = fresh.priority();
            flags[i] = (fresh.id() == null ? 0 : Flags.KEYED) | flags(fresh.payload(), fresh.trace());
            delays[i] = fresh.delayMicros();
            times[i] = fresh.runAt();
            payloads[i] = fresh.payload();
            StoredTrace trace = fresh.trace();
            traceParents[i] = trace == null ? null : trace.parent();
            traceStates[i] = trace == null ? null : trace.state();
        }
        try (PreparedStatement statement = Jdbc.prepare(connection, any)) {
            statement.setArray(1, connection.createArrayOf("int8", ids));
            statement.setObject(2, taskIds);
            statement.setObject(3, queueIds);
            statement.setObject(4, priorities);
            statement.setObject(5, flags);
            statement.setArray(6, connection.createArrayOf("int8", delays));
            statement.setArray(7, connection.createArrayOf("text", times));
            statement.setObject(8, payloads);
            statement.setObject(9, traceParents);
            statement.setObject(10, traceStates);
            return ids(statement, size);
        }
    }

    private static long[] ids(PreparedStatement statement, int size) throws SQLException {
        long[] ids = new long[size];
        try (ResultSet rows = statement.executeQuery()) {
            for (int i = 0; rows.next(); i++) {
                ids[i] = rows.getLong(1);
            }
        }
        return ids;
    }

    static int flags(@Nullable String payload, @Nullable StoredTrace trace) {
        return (isApart(payload) ? Flags.PAYLOAD_APART : 0) | (trace == null ? 0 : Flags.TRACED);
    }

    static boolean isApart(@Nullable String payload) {
        return payload != null && payload.length() > MAX_INLINE_CHARS;
    }
}
