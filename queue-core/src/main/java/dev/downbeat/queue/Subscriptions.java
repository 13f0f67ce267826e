package dev.downbeat.queue;

import static dev.downbeat.schema.jooq.Tables.SUBSCRIPTION;
import static dev.downbeat.schema.jooq.Tables.TASK;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jspecify.annotations.Nullable;

/**
 * The subscriptions of an installation, by name; got from {@link Queue#subscriptions}.
 *
 * <p>They live in the database and change only here, or by the SQL functions {@code subscribe} and {@code unsubscribe}: no
 * worker's start or end touches them. Safe for any thread. Every call throws {@link QueueDatabaseException} if the database
 * refuses or cannot be reached.
 */
public final class Subscriptions {

    private static final String INVALID = "22023";

    // jOOQ knows no JSON paths.
    private static final Field<String> PREDICATE =
            field("{0}::text", String.class, name(SUBSCRIPTION.getName(), "predicate"));

    private final Installation installation;

    Subscriptions(Installation installation) {
        this.installation = installation;
    }

    /**
     * Stores the subscription under its name, in place of what was there; it holds for events emitted from now on.
     *
     * @return whether it is new
     * @throws IllegalArgumentException if its predicate is not a JSON path
     */
    public boolean put(Subscription<?> subscription) {
        return installation.with("Storing a subscription", connection -> put(connection, subscription));
    }

    private boolean put(Connection connection, Subscription<?> subscription) throws SQLException {
        String sql = installation.schema().render("select ${schema}.subscribe(?, ?, ?, ?::jsonb, ?, ?, ?)");
        JsonNode contains = subscription.contains();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, subscription.name());
            statement.setString(2, subscription.event().name());
            statement.setString(3, subscription.task().name());
            statement.setString(4, contains == null ? null : contains.toString());
            statement.setString(5, subscription.predicate());
            statement.setInt(6, subscription.priority());
            statement.setString(7, subscription.task().queue());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        } catch (SQLException e) {
            if (INVALID.equals(e.getSQLState())) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
            throw e;
        }
    }

    /** Returns all subscriptions by name. */
    public List<StoredSubscription> list() {
        return installation.with(
                "Listing subscriptions",
                connection -> installation
                        .schema()
                        .jooq(connection)
                        .select(
                                SUBSCRIPTION.NAME,
                                SUBSCRIPTION.EVENT,
                                TASK.NAME,
                                SUBSCRIPTION.PRIORITY,
                                SUBSCRIPTION.CONTAINS,
                                PREDICATE)
                        .from(SUBSCRIPTION)
                        .join(TASK)
                        .on(TASK.ID.eq(SUBSCRIPTION.TASK_ID))
                        .orderBy(SUBSCRIPTION.NAME)
                        .fetch(Subscriptions::stored));
    }

    private static StoredSubscription stored(Record row) {
        @Nullable JSONB contains = row.get(SUBSCRIPTION.CONTAINS);
        return new StoredSubscription(
                row.get(SUBSCRIPTION.NAME),
                row.get(SUBSCRIPTION.EVENT),
                row.get(TASK.NAME),
                row.get(SUBSCRIPTION.PRIORITY),
                contains == null ? null : Json.tree(contains.data()),
                row.get(PREDICATE));
    }

    /** Removes a subscription; what it enqueued stays. Returns false if there is none of this name. */
    public boolean remove(String name) {
        return installation.with(
                "Removing a subscription",
                connection -> installation
                                .schema()
                                .jooq(connection)
                                .deleteFrom(SUBSCRIPTION)
                                .where(SUBSCRIPTION.NAME.eq(name))
                                .execute()
                        > 0);
    }
}
