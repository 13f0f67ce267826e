package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import org.jooq.DSLContext;
import org.jooq.Query;

/** The lease of one worker: taken at its start, renewed by its heartbeat, ended by its stop. By the database's clock. */
public final class Lease {

    private static final String TAKE = """
            insert into ${schema}.worker (name, host, pid, concurrency, lease_until)
            values (?, ?, ?, ?, now() + ? * interval '1 millisecond')
            returning id
            """;

    private static final String RENEW = """
            update ${schema}.worker set lease_until = now() + ? * interval '1 millisecond' where id = ? and ended_at is null
            """;

    // What it may still hold, after a stop that could not end its handlers, is left to the rescuer. Who knows that it
    // holds nothing need not look: that reads every dead row since the last vacuum. Its own listener, which waits for a
    // message, hears of the end by one.
    private static final String END = """
            update ${schema}.worker w
            set ended_at = now(),
                swept_at = case when not ? and exists (select from ${schema}.running r where r.worker_id = w.id) then null else now() end
            where id = ? and ended_at is null
            returning pg_notify(?, ? || id)
            """;

    private final String channel;
    private final String take;
    private final String renew;
    private final String end;

    public Lease(SchemaName schema) {
        this.channel = schema.channel();
        this.take = schema.render(TAKE);
        this.renew = schema.render(RENEW);
        this.end = schema.render(END);
    }

    /** Returns the id of the new worker. */
    public long take(Connection connection, String name, String host, long pid, int concurrency, Duration lease)
            throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, take)) {
            statement.setString(1, name);
            statement.setString(2, host);
            statement.setLong(3, pid);
            statement.setInt(4, concurrency);
            statement.setLong(5, lease.toMillis());
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** Returns the heartbeat's statement for analysis. */
    public Query query(DSLContext dsl, long workerId, Duration lease) {
        return dsl.query(renew, lease.toMillis(), workerId);
    }

    /** Returns false if the worker was ended; only a new one can go on. */
    public boolean renew(Connection connection, long workerId, Duration lease) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, renew)) {
            statement.setLong(1, lease.toMillis());
            statement.setLong(2, workerId);
            return statement.executeUpdate() == 1;
        }
    }

    /** Ends it; {@code empty} tells that it certainly holds nothing any more. */
    public void end(Connection connection, long workerId, boolean empty) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(connection, end)) {
            statement.setBoolean(1, empty);
            statement.setLong(2, workerId);
            statement.setString(3, channel);
            statement.setString(4, Notify.ENDED);
            statement.execute();
        }
    }
}
