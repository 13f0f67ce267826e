package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/**
 * Claims executions under limits: counts what runs, decides by {@link Admission}, moves what may start.
 *
 * <p>What runs is counted in its rows, so that nothing can be left over by a crash: an execution that is rescued is no
 * longer counted because it is no longer there. One claimer at a time for each limit; another does not wait, it is told.
 */
public final class ClaimLimited {

    /** Looked through for executions whose keys have room, at most. */
    static final int LOOK_AHEAD = 2_000;

    // The lock comes first: what is counted afterwards includes every claim of those who held it before.
    private static final String LIMITS = """
            select scope, scope_id, case when key_path <> '{}' then key_path::text end, amount,
                coalesce((extract(epoch from period) * 1000000)::bigint, 0),
                pg_try_advisory_xact_lock(hashtextextended('${schema} limit ' || scope || ' ' || scope_id, 0))
            from ${schema}.claim_limit
            where (scope = 'queue' and scope_id = ?) or (scope = 'task' and scope_id = any(?::integer[]))
            order by scope, scope_id, kind, key_path
            """;

    private static final String RUNNING = """
            select ${key}, count(*)::integer
            from ${schema}.running r
            where r.flags & 8 <> 0 and r.${scope} = ?
            group by 1
            """;

    private static final String KEY = """
            coalesce(coalesce(r.payload, (select p.body from ${schema}.payload p where p.execution_id = r.id)) #>> ?::text[], '')
            """;

    private static final String TOKENS = """
            select key, floor(least(?::integer, tokens + extract(epoch from ${schema}.clock() - refilled_at) * 1000000 * ? / ?))::integer
            from ${schema}.rate_bucket
            where scope = ? and scope_id = ? and key_path = ?::text[]
            """;

    private static final String TAKE_TOKENS = """
            insert into ${schema}.rate_bucket as b (scope, scope_id, key_path, key, tokens, refilled_at, full_at)
            select ?, ?, ?::text[], o.key, ? - o.taken, ${schema}.clock(), ${schema}.clock() + ? * interval '1 microsecond'
            from unnest(?::text[], ?::integer[]) as o(key, taken)
            on conflict on constraint rate_bucket_pk do update
            set tokens = least(?, b.tokens + extract(epoch from excluded.refilled_at - b.refilled_at) * 1000000 * ? / ?)
                    - (? - excluded.tokens),
                refilled_at = excluded.refilled_at, full_at = excluded.full_at
            """;

    private static final String CANDIDATES = """
            select r.id, r.task_id, array(
                select coalesce(coalesce(r.payload, (select p.body from ${schema}.payload p where p.execution_id = r.id))
                    #>> k.path::text[], '')
                from unnest(?::text[]) with ordinality as k(path, nr) order by k.nr)
            from ${schema}.ready r
            where r.queue_id = ? and r.task_id = any(?::integer[])
            order by r.priority, r.run_at, r.id
            limit ?
            """;

    private static final String MOVE = """
            with me as materialized (
                select id from ${schema}.worker where id = ? and ended_at is null for key share
            ),
            moved as (
                delete from ${schema}.ready
                where id = any(?::bigint[]) and (select count(*) from me) = 1
                returning id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step
            )
            insert into ${schema}.running
                (id, run_at, created_at, worker_id, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step)
            select id, run_at, created_at, ?, task_id, run, queue_id, priority, attempt, flags | 8, payload, parent_id, parent_step
            from moved
            returning id, run, attempt, task_id, flags, parent_id, priority, payload, null::timestamptz
            """;

    private final String limits;
    private final String tokens;
    private final String takeTokens;
    private final String candidates;
    private final String move;
    private final SchemaName schema;

    public ClaimLimited(SchemaName schema) {
        this.schema = schema;
        this.limits = schema.render(LIMITS);
        this.tokens = schema.render(TOKENS);
        this.takeTokens = schema.render(TAKE_TOKENS);
        this.candidates = schema.render(CANDIDATES);
        this.move = schema.render(MOVE);
    }

    /** Why a claim got no more. */
    public enum Verdict {
        /** There was no more, or no more was wanted. */
        OPEN,
        /** What is ready may not start yet. */
        HELD_BACK,
        /** Another claimer was at it. */
        BUSY
    }

    /** What a claim got. */
    public record Claims(List<Claimed> claimed, Verdict verdict) {}

    /** Returns the statement that looks for executions, for analysis. */
    public ResultQuery<Record> query(DSLContext dsl, int queueId, Integer[] taskIds, String[] keyPaths, int limit) {
        return dsl.resultQuery(candidates, keyPaths, queueId, taskIds, limit);
    }

    /** Claims at most {@code want} executions that no limit holds back, in a transaction of its own. */
    public Claims execute(Connection connection, long workerId, int queueId, int[] taskIds, int want)
            throws SQLException {
        return Transactions.run(connection, () -> claim(connection, workerId, queueId, taskIds, want));
    }

    private Claims claim(Connection connection, long workerId, int queueId, int[] taskIds, int want)
            throws SQLException {
        List<StoredLimit> stored = new ArrayList<>();
        if (!lock(connection, queueId, taskIds, stored)) {
            return new Claims(List.of(), Verdict.BUSY);
        }
        boolean keyed = stored.stream().anyMatch(limit -> limit.keyPath() != null);
        int look = keyed ? Math.max(want, LOOK_AHEAD) : want;
        List<Admission.Candidate> found = candidates(connection, queueId, taskIds, stored, look);
        if (found.isEmpty()) {
            return new Claims(List.of(), Verdict.OPEN);
        }
        var allowances = new ArrayList<Admission.Allowance>();
        for (StoredLimit limit : stored) {
            allowances.add(limit.isRate() ? tokens(connection, limit) : slots(connection, limit));
        }
        List<Long> admitted = Admission.admit(found, allowances, want);
        if (admitted.isEmpty()) {
            return new Claims(List.of(), Verdict.HELD_BACK);
        }
        for (Admission.Allowance allowance : allowances) {
            if (allowance.limit().isRate() && !allowance.taken().isEmpty()) {
                takeTokens(connection, allowance);
            }
        }
        boolean heldBack = admitted.size() < want && admitted.size() < found.size();
        return new Claims(move(connection, workerId, admitted), heldBack ? Verdict.HELD_BACK : Verdict.OPEN);
    }

    private boolean lock(Connection connection, int queueId, int[] taskIds, List<StoredLimit> stored)
            throws SQLException {
        boolean free = true;
        try (PreparedStatement statement = Jdbc.prepare(connection, limits)) {
            statement.setInt(1, queueId);
            statement.setObject(2, taskIds);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    stored.add(new StoredLimit(
                            StoredLimit.Scope.valueOf(rows.getString(1).toUpperCase(Locale.ROOT)),
                            rows.getInt(2),
                            rows.getString(3),
                            rows.getInt(4),
                            rows.getLong(5)));
                    free &= rows.getBoolean(6);
                }
            }
        }
        return free;
    }

    private List<Admission.Candidate> candidates(
            Connection connection, int queueId, int[] taskIds, List<StoredLimit> stored, int limit)
            throws SQLException {
        var found = new ArrayList<Admission.Candidate>();
        try (PreparedStatement statement = Jdbc.prepare(connection, candidates)) {
            // A path that leads nowhere gives every execution the same key.
            statement.setObject(
                    1,
                    stored.stream()
                            .map(one -> one.keyPath() == null ? "{\"\"}" : one.keyPath())
                            .toArray(String[]::new));
            statement.setInt(2, queueId);
            statement.setObject(3, taskIds);
            statement.setInt(4, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    String[] keys = (String[]) rows.getArray(3).getArray();
                    found.add(new Admission.Candidate(rows.getLong(1), rows.getInt(2), keys(keys, stored)));
                }
            }
        }
        return found;
    }

    private static List<String> keys(String[] found, List<StoredLimit> stored) {
        var keys = new ArrayList<String>();
        for (int i = 0; i < found.length; i++) {
            keys.add(stored.get(i).keyPath() == null ? "" : found[i]);
        }
        return keys;
    }

    private Admission.Allowance slots(Connection connection, StoredLimit limit) throws SQLException {
        var allowance = new Admission.Allowance(limit);
        @Nullable String path = limit.keyPath();
        String sql = schema.render(RUNNING.replace("${key}", path == null ? "''" : KEY)
                .replace("${scope}", limit.scope() == StoredLimit.Scope.TASK ? "task_id" : "queue_id"));
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            int at = 1;
            if (path != null) {
                statement.setString(at++, path);
            }
            statement.setInt(at, limit.scopeId());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    allowance.left(rows.getString(1), limit.amount() - rows.getInt(2));
                }
            }
        }
        return allowance;
    }

    private Admission.Allowance tokens(Connection connection, StoredLimit limit) throws SQLException {
        var allowance = new Admission.Allowance(limit);
        try (PreparedStatement statement = Jdbc.prepare(connection, tokens)) {
            statement.setInt(1, limit.amount());
            statement.setInt(2, limit.amount());
            statement.setLong(3, limit.periodMicros());
            statement.setString(4, limit.scope().name().toLowerCase(Locale.ROOT));
            statement.setInt(5, limit.scopeId());
            statement.setString(6, limit.keyPath() == null ? "{}" : limit.keyPath());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    allowance.left(rows.getString(1), rows.getInt(2));
                }
            }
        }
        return allowance;
    }

    private void takeTokens(Connection connection, Admission.Allowance allowance) throws SQLException {
        StoredLimit limit = allowance.limit();
        List<String> keys = List.copyOf(allowance.taken().keySet());
        try (PreparedStatement statement = Jdbc.prepare(connection, takeTokens)) {
            statement.setString(1, limit.scope().name().toLowerCase(Locale.ROOT));
            statement.setInt(2, limit.scopeId());
            statement.setString(3, limit.keyPath() == null ? "{}" : limit.keyPath());
            statement.setInt(4, limit.amount());
            statement.setLong(5, limit.periodMicros());
            statement.setObject(6, keys.toArray(String[]::new));
            statement.setObject(
                    7,
                    keys.stream()
                            .mapToInt(key -> allowance.taken().getOrDefault(key, 0))
                            .toArray());
            statement.setInt(8, limit.amount());
            statement.setInt(9, limit.amount());
            statement.setLong(10, limit.periodMicros());
            statement.setInt(11, limit.amount());
            statement.executeUpdate();
        }
    }

    private List<Claimed> move(Connection connection, long workerId, List<Long> ids) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, move)) {
            statement.setLong(1, workerId);
            statement.setObject(2, ids.stream().mapToLong(Long::longValue).toArray());
            statement.setLong(3, workerId);
            try (ResultSet rows = statement.executeQuery()) {
                return Claim.read(rows, workerId, Claim.Place.HEAD, ids.size()).executions();
            }
        }
    }
}
