package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.ResultQuery;

/** Looks at the executions of one queue in the order of the claim, each with its keys under the limits; takes none. */
final class Candidates {

    /** The id of no execution. */
    static final long NONE = 0;

    private static final String TEXT = """
            select r.id, r.task_id, array(
                select coalesce(coalesce(r.payload, (select p.body from ${schema}.payload p where p.execution_id = r.id))
                    #>> k.path::text[], '')
                from unnest(?::text[]) with ordinality as k(path, nr) order by k.nr), r.priority, r.run_at
            from ${schema}.ready r
            where r.queue_id = ? and r.task_id = any(?::integer[])
                and (r.priority, r.run_at, r.id) >= (cast(? as smallint), ?::timestamptz, ?::bigint)
            order by r.priority, r.run_at, r.id
            limit ?
            """;

    private final String sql;

    Candidates(SchemaName schema) {
        this.sql = schema.render(TEXT);
    }

    /** What was found, whether there may be more, and where that would begin. */
    record Found(List<Admission.Candidate> candidates, boolean more, Claim.Place end) {

        long last() {
            return end.id();
        }
    }

    /** Returns the statement for analysis. */
    ResultQuery<Record> query(DSLContext dsl, int queueId, Integer[] taskIds, String[] keyPaths, int limit) {
        Claim.Place from = Claim.Place.HEAD;
        return dsl.resultQuery(sql, keyPaths, queueId, taskIds, from.priority(), from.runAt(), from.id(), limit);
    }

    /** Finds what stands at a place and behind it, but for one that was seen before. */
    Found execute(
            Connection connection,
            int queueId,
            int[] taskIds,
            List<StoredLimit> stored,
            Claim.Place from,
            long seenId,
            int limit)
            throws SQLException {
        var found = new ArrayList<Admission.Candidate>();
        Claim.Place end = from;
        int rowsRead = 0;
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            // A path that leads nowhere gives every execution the same key.
            statement.setObject(
                    1,
                    stored.stream()
                            .map(one -> one.keyPath() == null ? "{\"\"}" : one.keyPath())
                            .toArray(String[]::new));
            statement.setInt(2, queueId);
            statement.setObject(3, taskIds);
            statement.setInt(4, from.priority());
            statement.setString(5, from.runAt());
            statement.setLong(6, from.id());
            statement.setInt(7, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    rowsRead++;
                    if (rows.getLong(1) != seenId) {
                        String[] keys = (String[]) rows.getArray(3).getArray();
                        found.add(new Admission.Candidate(rows.getLong(1), rows.getInt(2), keys(keys, stored)));
                    }
                    if (rowsRead == limit) {
                        end = new Claim.Place(rows.getInt(4), rows.getString(5), rows.getLong(1));
                    }
                }
            }
        }
        return new Found(found, rowsRead == limit, end);
    }

    private static List<String> keys(String[] found, List<StoredLimit> stored) {
        var keys = new ArrayList<String>();
        for (int i = 0; i < found.length; i++) {
            keys.add(stored.get(i).keyPath() == null ? "" : found[i]);
        }
        return keys;
    }
}
