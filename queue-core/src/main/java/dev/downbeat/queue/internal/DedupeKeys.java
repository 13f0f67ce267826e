package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The live execution of each dedupe key: taken by an enqueue, given new content by a later one. */
public final class DedupeKeys {

    // A key that is taken is read and not locked: a transaction that stays open must not hold up the flush that frees
    // it. Who inserts it or deletes it at the moment is waited for.
    private static final String TAKE = """
            with o as materialized (
                select o.task_id, o.key from unnest(?::integer[], ?::text[]) as o(task_id, key)
            ),
            taken as (
                insert into ${schema}.dedupe as d (task_id, key, execution_id)
                select task_id, key, nextval('${schema}.execution_id_seq') from o order by task_id, key
                on conflict on constraint dedupe_pk do nothing
                returning d.task_id, d.key, d.execution_id
            )
            select task_id, key, execution_id, true from taken
            union all
            select d.task_id, d.key, d.execution_id, false
            from o join ${schema}.dedupe d on d.task_id = o.task_id and d.key = o.key
            """;

    /** Each try meets what others committed before it; a key would have to change hands in every one. */
    private static final int TRIES = 100;

    // run = 1: has never been claimed.
    private static final String REPLACE = """
            with o as (select ?::bigint as id, ?::jsonb as payload, ?::integer as priority, ?::boolean as apart),
            changed as (
                update ${schema}.${stage} r
                set payload = case when o.apart then null else o.payload end, priority = o.priority,
                    flags = case when o.apart then r.flags | 4 else r.flags & ~4 end
                from o where r.id = o.id and r.run = 1
                returning r.id
            ),
            gone as (delete from ${schema}.payload p using changed c, o where p.execution_id = c.id and not o.apart),
            stored as (
                insert into ${schema}.payload (execution_id, body) select c.id, o.payload from changed c, o where o.apart
                on conflict on constraint payload_pk do update set body = excluded.body
            )
            select id from changed
            """;

    private static final String MOVE = """
            with o as (
                select ?::bigint as id,
                    coalesce(?::timestamptz, (select ${schema}.clock()) + ?::bigint * interval '1 microsecond', (select ${schema}.clock())) as run_at
            ),
            gone as (
                delete from ${schema}.${stage} r using o where r.id = o.id and r.run = 1
                returning r.id, o.run_at, r.created_at, r.task_id, r.queue_id, r.priority, r.flags, r.payload
            ),
            soon as (
                insert into ${schema}.ready (id, run_at, created_at, task_id, queue_id, priority, flags, payload)
                select id, run_at, created_at, task_id, queue_id, priority, flags, payload from gone where run_at <= (select ${schema}.clock())
            ),
            later as (
                insert into ${schema}.scheduled (id, run_at, created_at, task_id, queue_id, priority, flags, payload)
                select id, run_at, created_at, task_id, queue_id, priority, flags, payload from gone where run_at > (select ${schema}.clock())
            )
            select id from gone
            """;

    // First where a row comes from, then where it goes: it cannot slip by.
    private static final List<String> STAGES = List.of("scheduled", "ready");

    private final String take;
    private final List<String> replace;
    private final List<String> move;

    public DedupeKeys(SchemaName schema) {
        this.take = schema.render(TAKE);
        this.replace = STAGES.stream()
                .map(stage -> schema.render(REPLACE.replace("${stage}", stage)))
                .toList();
        this.move = STAGES.stream()
                .map(stage -> schema.render(MOVE.replace("${stage}", stage)))
                .toList();
    }

    /** One key of one task. */
    public record Key(int taskId, String key) {}

    /** Who holds a key; {@code taken} if it was free until now. */
    public record Holder(long executionId, boolean taken) {}

    /** Takes the free ones among the keys, each of them once in the list, and returns the holder of every one. */
    public Map<Key, Holder> take(Connection connection, List<Key> keys) throws SQLException {
        var holders = new HashMap<Key, Holder>();
        List<Key> open = keys;
        for (int tries = 0; !open.isEmpty(); tries++) {
            if (tries == TRIES) {
                throw new SQLException("The keys change hands too often: " + open, SqlStates.SERIALIZATION_FAILURE);
            }
            // What another transaction took while this statement waited for it is seen by the next one.
            take(connection, open, holders);
            open = open.stream().filter(key -> !holders.containsKey(key)).toList();
        }
        return holders;
    }

    private void take(Connection connection, List<Key> keys, Map<Key, Holder> holders) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, take)) {
            statement.setObject(1, keys.stream().mapToInt(Key::taskId).toArray());
            statement.setObject(2, keys.stream().map(Key::key).toArray(String[]::new));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    // One that was freed and taken while the statement waited comes twice.
                    holders.merge(
                            new Key(rows.getInt(1), rows.getString(2)),
                            new Holder(rows.getLong(3), rows.getBoolean(4)),
                            (one, other) -> one.taken ? one : other);
                }
            }
        }
    }

    /** Gives an execution that has not started new content; returns false if it has started. */
    public boolean replace(Connection connection, long id, NewExecution fresh) throws SQLException {
        for (String sql : replace) {
            try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
                statement.setLong(1, id);
                statement.setString(2, fresh.payload());
                statement.setInt(3, fresh.priority());
                statement.setBoolean(4, Insert.isApart(fresh.payload()));
                if (any(statement)) {
                    return move(connection, id, fresh);
                }
            }
        }
        return false;
    }

    private boolean move(Connection connection, long id, NewExecution fresh) throws SQLException {
        for (String sql : move) {
            try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
                statement.setLong(1, id);
                statement.setString(2, fresh.runAt());
                @Nullable Long delay = fresh.delayMicros();
                statement.setObject(3, delay, java.sql.Types.BIGINT);
                if (any(statement)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean any(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next();
        }
    }
}
