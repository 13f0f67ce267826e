package dev.downbeat.schema;

import dev.downbeat.schema.DatabaseUnavailableException.Reason;
import java.io.StringWriter;
import java.sql.Connection;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.ui.LoggerUIService;

/**
 * One run of the changelogs over one connection. The only class that knows Liquibase, so that it is loaded only where
 * there is something to migrate. Whoever runs it holds the installation's lock.
 */
final class Migration {
    private static final String CHANGELOG = "db/changelog/changelog.xml";

    /** Held here, because java.util.logging forgets the level of a logger that nobody holds. */
    private static final Logger LIQUIBASE_LOG = Logger.getLogger("liquibase");

    private final Connection connection;
    private final String schema;

    Migration(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    /** Applies what is missing. */
    void run() {
        quietly(liquibase -> {
            // The advisory lock is ours, so a lock in the table is a killed installer's.
            liquibase.forceReleaseLocks();
            liquibase.update("");
        });
    }

    /** Returns the SQL that {@link #run} would execute. */
    // Deprecated in favour of the command API, which writes bytes to a stream and wants five objects for it.
    @SuppressWarnings("deprecation")
    String sql() {
        var sql = new StringWriter();
        quietly(liquibase -> liquibase.update("", sql));
        return sql.toString();
    }

    private void quietly(Changes changes) {
        LIQUIBASE_LOG.setLevel(Level.SEVERE);
        System.setProperty("liquibase.analytics.enabled", "false");
        try {
            Scope.child(Map.of(Scope.Attr.ui.name(), new LoggerUIService()), () -> changes.applyTo(liquibase()));
        } catch (Exception e) {
            throw new DatabaseUnavailableException(
                    Reason.BROKEN,
                    "A migration failed: %s. Nothing after it was applied; mend the cause and run: downbeat db migrate"
                            .formatted(rootMessage(e)),
                    e);
        }
    }

    private Liquibase liquibase() throws LiquibaseException {
        Database database =
                DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        database.setDefaultSchemaName(schema);
        database.setLiquibaseSchemaName(schema);
        var liquibase = new Liquibase(CHANGELOG, new ClassLoaderResourceAccessor(), database);
        liquibase.setChangeLogParameter("schema", schema);
        liquibase.setShowSummary(UpdateSummaryEnum.OFF);
        return liquibase;
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }

    @FunctionalInterface
    private interface Changes {
        void applyTo(Liquibase liquibase) throws LiquibaseException;
    }
}
