package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;

/**
 * Claims executions under limits: counts what runs, decides by {@link Admission}, moves what may start.
 *
 * <p>What runs is counted in its rows, so that nothing can be left over by a crash: an execution that is rescued is no
 * longer counted because it is no longer there. One claimer at a time for each limit; another does not wait, it is told.
 */
public final class ClaimLimited {

    /** Looked through by one claim for executions whose keys have room. */
    static final int LOOK_AHEAD = 2_000;

    // The lock comes first: what is counted afterwards includes every claim of those who held it before.
    private static final String LIMITS = """
            select scope, scope_id, case when key_path <> '{}' then key_path::text end, amount,
                coalesce((extract(epoch from period) * 1000000)::bigint, 0), declared,
                pg_try_advisory_xact_lock(hashtextextended('${schema} limit ' || scope || ' ' || scope_id, 0))
            from ${schema}.claim_limit
            where (scope = 'queue' and scope_id = ?) or (scope = 'task' and scope_id = any(?::integer[]))
            order by scope, scope_id, kind, key_path, declared
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
    private final Candidates candidates;
    private final String move;
    private final RunningCount running;
    private final TokenBuckets buckets;

    public ClaimLimited(SchemaName schema) {
        this.limits = schema.render(LIMITS);
        this.candidates = new Candidates(schema);
        this.move = schema.render(MOVE);
        this.running = new RunningCount(schema);
        this.buckets = new TokenBuckets(schema);
    }

    /** Why a claim got no more. */
    public enum Verdict {
        /** There was no more, or no more was wanted. */
        OPEN,
        /** What is ready may not start yet. */
        HELD_BACK,
        /** What was looked through may not start yet, and there is more behind it. */
        MORE,
        /** Another claimer was at it. */
        BUSY
    }

    /**
     * What a claim got.
     *
     * @param lookedTo where the next claim begins to look
     */
    public record Claims(List<Claimed> claimed, Verdict verdict, Claim.Place lookedTo) {}

    /** What a look over the queue came to. */
    private record Looked(
            List<Admission.Allowance> allowances, List<Long> admitted, int seen, boolean more, Claim.Place end) {}

    /** Returns the statement that looks for executions, for analysis. */
    public ResultQuery<Record> query(DSLContext dsl, int queueId, Integer[] taskIds, String[] keyPaths, int limit) {
        return candidates.query(dsl, queueId, taskIds, keyPaths, limit);
    }

    /**
     * Claims at most {@code want} executions that no limit holds back, in a transaction of its own.
     *
     * @param from where to look, {@link Claim.Place#HEAD} first, then where the last claim says
     */
    public Claims execute(Connection connection, long workerId, int queueId, int[] taskIds, Claim.Place from, int want)
            throws SQLException {
        return Transactions.run(connection, () -> claim(connection, workerId, queueId, taskIds, from, want));
    }

    private Claims claim(Connection connection, long workerId, int queueId, int[] taskIds, Claim.Place from, int want)
            throws SQLException {
        List<StoredLimit> stored = new ArrayList<>();
        if (!lock(connection, queueId, taskIds, stored)) {
            return new Claims(List.of(), Verdict.BUSY, from);
        }
        boolean keyed = stored.stream().anyMatch(limit -> limit.keyPath() != null);
        int most = keyed ? Math.max(want, LOOK_AHEAD) : want;
        Looked looked = look(connection, queueId, taskIds, stored, from, want, most);
        if (looked.seen == 0) {
            Verdict verdict = from.equals(Claim.Place.HEAD) ? Verdict.OPEN : Verdict.HELD_BACK;
            return new Claims(List.of(), verdict, Claim.Place.HEAD);
        }
        takeTokens(connection, looked.allowances);
        List<Long> admitted = looked.admitted;
        List<Claimed> claimed = admitted.isEmpty() ? List.of() : move(connection, workerId, admitted);
        if (admitted.size() == want) {
            return new Claims(claimed, Verdict.OPEN, Claim.Place.HEAD);
        }
        if (keyed && looked.more) {
            return new Claims(claimed, Verdict.MORE, looked.end);
        }
        boolean all = from.equals(Claim.Place.HEAD) && admitted.size() == looked.seen;
        return new Claims(claimed, all ? Verdict.OPEN : Verdict.HELD_BACK, Claim.Place.HEAD);
    }

    /** Looks through at most so many executions, but no further than it has to: each key costs a look at its bucket. */
    private Looked look(
            Connection connection,
            int queueId,
            int[] taskIds,
            List<StoredLimit> stored,
            Claim.Place from,
            int want,
            int most)
            throws SQLException {
        List<Admission.Allowance> allowances =
                stored.stream().map(Admission.Allowance::new).toList();
        List<Long> admitted = new ArrayList<>();
        int seen = 0;
        Candidates.Found found = candidates.execute(connection, queueId, taskIds, stored, from, Candidates.NONE, want);
        while (true) {
            if (seen == 0 && !found.candidates().isEmpty()) {
                countRunning(connection, allowances);
            }
            readTokens(connection, allowances, found.candidates());
            admitted.addAll(Admission.admit(found.candidates(), allowances, want - admitted.size()));
            seen += found.candidates().size();
            int further = Math.min(seen, most - seen);
            if (admitted.size() == want || !found.more() || further <= 0) {
                return new Looked(allowances, admitted, seen, found.more(), found.end());
            }
            found = candidates.execute(connection, queueId, taskIds, stored, found.end(), found.last(), further + 1);
        }
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
                            rows.getLong(5),
                            rows.getBoolean(6)));
                    free &= rows.getBoolean(7);
                }
            }
        }
        return free;
    }

    private void countRunning(Connection connection, List<Admission.Allowance> allowances) throws SQLException {
        for (Admission.Allowance allowance : allowances) {
            StoredLimit limit = allowance.limit();
            if (!limit.isRate()) {
                running.execute(connection, limit).forEach((key, count) -> allowance.left(key, limit.amount() - count));
            }
        }
    }

    private void readTokens(
            Connection connection, List<Admission.Allowance> allowances, List<Admission.Candidate> candidates)
            throws SQLException {
        for (int i = 0; i < allowances.size(); i++) {
            Admission.Allowance allowance = allowances.get(i);
            Set<String> untold = allowance.limit().isRate() ? allowance.untold(keys(candidates, i)) : Set.of();
            if (!untold.isEmpty()) {
                buckets.read(connection, allowance.limit(), untold).forEach(allowance::tokens);
            }
        }
    }

    private static Set<String> keys(List<Admission.Candidate> candidates, int limit) {
        var keys = new HashSet<String>();
        candidates.forEach(candidate -> keys.add(candidate.keys().get(limit)));
        return keys;
    }

    private void takeTokens(Connection connection, List<Admission.Allowance> allowances) throws SQLException {
        for (Admission.Allowance allowance : allowances) {
            if (allowance.limit().isRate() && !allowance.taken().isEmpty()) {
                Map<String, Double> left = new HashMap<>();
                allowance.taken().keySet().forEach(key -> left.put(key, allowance.tokensLeft(key)));
                buckets.write(connection, allowance.limit(), left);
            }
        }
    }

    private List<Claimed> move(Connection connection, long workerId, List<Long> ids) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, move)) {
            statement.setLong(1, workerId);
            statement.setObject(2, ids.stream().mapToLong(Long::longValue).toArray());
            statement.setLong(3, workerId);
            try (ResultSet rows = statement.executeQuery()) {
                return Claim.read(rows, workerId, Claim.Place.HEAD, Duration.ZERO, ids.size())
                        .executions();
            }
        }
    }
}
