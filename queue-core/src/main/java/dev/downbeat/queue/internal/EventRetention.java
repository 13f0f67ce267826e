package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** How long events are kept, for all of an installation, and the removal of those that are older. */
public final class EventRetention {

    private static final String KEEP = """
            update ${schema}.event_retention set kept = ? * interval '1 second'
            where kept <> ? * interval '1 second'
            """;

    // By their key, which is in the order of their time: reads so many and no more.
    private static final String PRUNE = """
            delete from ${schema}.event
            where id in (
                select id from (select id, emitted_at from ${schema}.event order by id limit 10000) e
                where emitted_at < (select ${schema}.clock()) - (select kept from ${schema}.event_retention))
            """;

    private final String keep;
    private final String prune;

    public EventRetention(SchemaName schema) {
        this.keep = schema.render(KEEP);
        this.prune = schema.render(PRUNE);
    }

    /** Keeps events for so long from now on; those that are there too. */
    public void keep(Connection connection, long seconds) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(keep)) {
            statement.setLong(1, seconds);
            statement.setLong(2, seconds);
            statement.executeUpdate();
        }
    }

    /** Removes at most 10 000 that are too old. */
    void prune(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(prune)) {
            statement.executeUpdate();
        }
    }
}
