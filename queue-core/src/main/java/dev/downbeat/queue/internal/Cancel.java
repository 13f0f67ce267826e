package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Cancels executions wherever they stand: at once if they do not run, else by a request to the worker that runs them.
 * The children that a cancelled one waits for are cancelled with it, unless it keeps them.
 */
public final class Cancel {

    // A row may move from stage to stage while it is looked for; each look is a statement, with a snapshot of its own.
    private static final int LOOKS = 3;

    private static final String PARENTS = """
            select w.id from ${schema}.waiting w
            where w.id in (
                select parent_id from ${schema}.ready where id = any(?::bigint[])
                union all select parent_id from ${schema}.scheduled where id = any(?::bigint[])
                union all select parent_id from ${schema}.waiting where id = any(?::bigint[]))
            order by w.id
            for update
            """;

    private static final String AT_ONCE = """
            with gone as (
                delete from ${schema}.${stage} where id = any(?::bigint[])
                returning id, run_at, created_at, null::timestamptz as started_at, null::bigint as worker_id, task_id, run, queue_id,
                    priority, attempt, flags, payload, parent_id, parent_step, 'cancelled'::${schema}.outcome as outcome,
                    null::jsonb as result, ?::jsonb as error, null::text as stack
            ),
            """ + Ending.TEXT;

    private static final String REQUEST = """
            insert into ${schema}.cancellation (execution_id, worker_id, reason)
            select id, worker_id, ? from ${schema}.running where id = any(?::bigint[])
            on conflict on constraint cancellation_pk do update set reason = excluded.reason
            returning worker_id
            """;

    private static final String CHILDREN = """
            select s.child_id from ${schema}.step s
            where s.execution_id = any(?::bigint[]) and s.kind = 'invoke' and s.outcome is null
                -- Flag 16: they are to outlive their parent, which is history by now.
                and not exists (select from ${schema}.history h where h.id = s.execution_id and h.flags & 16 <> 0)
            order by s.child_id
            """;

    private final String lockParents;
    private final List<String> atOnce;
    private final String request;
    private final String children;
    private final Parents parents;
    private final Notify notify;

    public Cancel(SchemaName schema) {
        this.lockParents = schema.render(PARENTS);
        this.atOnce = List.of("scheduled", "waiting", "ready").stream()
                .map(stage -> schema.render(AT_ONCE.replace("${stage}", stage)))
                .toList();
        this.request = schema.render(REQUEST);
        this.children = schema.render(CHILDREN);
        this.parents = new Parents(schema);
        this.notify = new Notify(schema);
    }

    /**
     * What a cancel did.
     *
     * @param found whether the execution had no outcome yet
     * @param woken queues on which a parent became ready
     */
    public record Cancelled(boolean found, Set<Integer> woken) {}

    /**
     * Cancels one execution inside the caller's transaction.
     *
     * @param error JSON text to stand as its error
     */
    public Cancelled execute(Connection connection, long id, String reason, String error) throws SQLException {
        var woken = new TreeSet<Integer>();
        boolean found = false;
        long[] level = {id};
        while (level.length > 0) {
            found |= cancelAll(connection, level, reason, error, woken);
            level = children(connection, level);
        }
        notify.ready(connection, woken);
        return new Cancelled(found, woken);
    }

    private boolean cancelAll(Connection connection, long[] ids, String reason, String error, Set<Integer> woken)
            throws SQLException {
        for (int look = 1; look <= LOOKS; look++) {
            lockParents(connection, ids);
            int ended = 0;
            for (String stage : atOnce) {
                Ending ending = end(connection, stage, ids, error);
                ended += ending.ended();
                if (!ending.resumable().isEmpty()) {
                    woken.addAll(parents.resume(connection, ending.resumable()));
                }
            }
            int requested = request(connection, ids, reason);
            if (ended + requested > 0) {
                return true;
            }
        }
        return false;
    }

    private void lockParents(Connection connection, long[] ids) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(lockParents)) {
            statement.setObject(1, ids);
            statement.setObject(2, ids);
            statement.setObject(3, ids);
            statement.executeQuery().close();
        }
    }

    private static Ending end(Connection connection, String sql, long[] ids, String error) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, ids);
            statement.setString(2, error);
            try (ResultSet rows = statement.executeQuery()) {
                return Ending.read(rows);
            }
        }
    }

    private int request(Connection connection, long[] ids, String reason) throws SQLException {
        var workers = new TreeSet<Long>();
        int requested = 0;
        try (PreparedStatement statement = connection.prepareStatement(request)) {
            statement.setString(1, reason);
            statement.setObject(2, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    workers.add(rows.getLong(1));
                    requested++;
                }
            }
        }
        for (long worker : workers) {
            notify.cancel(connection, worker);
        }
        return requested;
    }

    private long[] children(Connection connection, long[] ids) throws SQLException {
        var found = new TreeSet<Long>();
        try (PreparedStatement statement = connection.prepareStatement(children)) {
            statement.setObject(1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(rows.getLong(1));
                }
            }
        }
        return found.stream().mapToLong(Long::longValue).toArray();
    }
}
