package dev.downbeat.schema;

import dev.downbeat.schema.DatabaseUnavailableException.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The SQL of the migrations that a database still lacks, for people who apply it themselves. */
public final class SchemaScript {
    /**
     * Returns the statements that {@link SchemaInstaller#install} would run, with Liquibase's own bookkeeping.
     *
     * @throws DatabaseUnavailableException if the database cannot be read
     */
    public static String pending(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            return new Migration(connection, SchemaInstaller.SCHEMA).sql();
        } catch (SQLException e) {
            throw new DatabaseUnavailableException(
                    Reason.BROKEN, "The database could not be read: " + SqlStates.firstLine(e), e);
        }
    }

    private SchemaScript() {}
}
