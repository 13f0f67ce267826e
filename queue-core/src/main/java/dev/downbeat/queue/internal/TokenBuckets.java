package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stored buckets of rates, one for each key; a key without a row has a full one. Under the limit's lock. */
final class TokenBuckets {

    /** Full buckets that are forgotten by each write, at most. */
    private static final int PRUNED = 200;

    private static final String READ = """
            select key, tokens, (extract(epoch from (select ${schema}.clock()) - refilled_at) * 1000000)::bigint
            from ${schema}.rate_bucket
            where scope = ? and scope_id = ? and key_path = ?::text[] and declared = ? and key = any(?::text[])
            """;

    private static final String WRITE = """
            with full_ones as (
                delete from ${schema}.rate_bucket
                where ctid = any(array(
                    select ctid from ${schema}.rate_bucket
                    where full_at < (select ${schema}.clock()) and not key = any(?::text[])
                    order by full_at limit ? for update skip locked))
            )
            insert into ${schema}.rate_bucket (scope, scope_id, key_path, declared, key, tokens, refilled_at, full_at)
            select ?, ?, ?::text[], ?, o.key, o.tokens, (select ${schema}.clock()),
                (select ${schema}.clock()) + o.micros_to_full * interval '1 microsecond'
            from unnest(?::text[], ?::float8[], ?::bigint[]) as o(key, tokens, micros_to_full)
            on conflict on constraint rate_bucket_pk do update
            set tokens = excluded.tokens, refilled_at = excluded.refilled_at, full_at = excluded.full_at
            """;

    private final String read;
    private final String write;

    TokenBuckets(SchemaName schema) {
        this.read = schema.render(READ);
        this.write = schema.render(WRITE);
    }

    /** Returns the tokens of those of the keys that have a bucket. */
    Map<String, Double> read(Connection connection, StoredLimit limit, Collection<String> keys) throws SQLException {
        var tokens = new HashMap<String, Double>();
        TokenBucket bucket = limit.bucket();
        try (PreparedStatement statement = Jdbc.prepare(connection, read)) {
            bind(statement, 1, limit);
            statement.setObject(5, keys.toArray(String[]::new));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tokens.put(rows.getString(1), bucket.refilled(rows.getDouble(2), rows.getLong(3)));
                }
            }
        }
        return tokens;
    }

    /** Stores what is left, by key. */
    void write(Connection connection, StoredLimit limit, Map<String, Double> left) throws SQLException {
        List<String> keys = List.copyOf(left.keySet());
        double[] tokens =
                keys.stream().mapToDouble(key -> left.getOrDefault(key, 0.0)).toArray();
        long[] microsToFull = keys.stream()
                .mapToLong(key -> limit.bucket().microsToFull(left.getOrDefault(key, 0.0)))
                .toArray();
        try (PreparedStatement statement = Jdbc.prepare(connection, write)) {
            statement.setObject(1, keys.toArray(String[]::new));
            statement.setInt(2, PRUNED);
            bind(statement, 3, limit);
            statement.setObject(7, keys.toArray(String[]::new));
            statement.setObject(8, tokens);
            statement.setObject(9, microsToFull);
            statement.executeUpdate();
        }
    }

    private static void bind(PreparedStatement statement, int at, StoredLimit limit) throws SQLException {
        statement.setString(at, limit.scope().column());
        statement.setInt(at + 1, limit.scopeId());
        statement.setString(at + 2, limit.keyPath() == null ? "{}" : limit.keyPath());
        statement.setBoolean(at + 3, limit.declared());
    }
}
