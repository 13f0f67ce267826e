package dev.downbeat.worker.cli;

import dev.downbeat.worker.query.QueryOutput;
import dev.downbeat.worker.query.Statements;
import dev.downbeat.worker.settings.KnownSettings;
import dev.downbeat.worker.settings.Settings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Run SQL, read-only unless --write lifts that; several statements are allowed.")
final class QueryCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "SQL", description = "one or more statements")
    private String sql = "";

    @Option(names = "--format", paramLabel = "table|json|csv", description = "how rows are printed")
    private QueryOutput format = QueryOutput.TABLE;

    @Option(names = "--json", description = "the same as --format json")
    private boolean json;

    @Option(names = "--schema", paramLabel = "S", description = "the search path; default: public, noetl, downbeat")
    private String schema = "public, noetl, downbeat";

    @Option(names = "--write", description = "let the statements change things")
    private boolean write;

    @Option(names = "--max-rows", paramLabel = "N", description = "rows shown of one statement, at most")
    private @Nullable String maxRows;

    @Option(names = "--timeout", paramLabel = "TIME", description = "give up after this")
    private @Nullable String timeout;

    @Override
    public Integer call() {
        if (sql.isBlank()) {
            throw CommandFailure.usage("There is no statement to run.", "See: downbeat query --help");
        }
        Settings settings = common.flag(KnownSettings.QUERY_MAX_ROWS, maxRows)
                .flag(KnownSettings.QUERY_TIMEOUT, timeout)
                .settings();
        try (Session session = common.open(settings, 1);
                Connection connection = session.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            prepare(connection, settings);
            Statements statements = new Statements(connection, settings.get(KnownSettings.QUERY_MAX_ROWS));
            (json ? QueryOutput.JSON : format).print(statements.run(sql), common.console());
            connection.commit();
            return ExitCode.GOOD.code();
        } catch (SQLException e) {
            throw CommandFailure.failed(explain(e), "").because(e);
        }
    }

    private void prepare(Connection connection, Settings settings) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!write) {
                statement.execute("set transaction read only");
            }
            statement.execute("set local statement_timeout = "
                    + settings.get(KnownSettings.QUERY_TIMEOUT).toMillis());
            statement.execute("set local search_path = " + quoted(schema));
        }
    }

    private static String quoted(String path) {
        StringBuilder quoted = new StringBuilder();
        for (String name : path.split(",", -1)) {
            quoted.append(quoted.isEmpty() ? "\"" : ", \"")
                    .append(name.strip().replace("\"", "\"\""))
                    .append('"');
        }
        return quoted.toString();
    }

    private static String explain(SQLException e) {
        String text = String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
        String hint = "25006".equals(e.getSQLState()) ? " Queries are read-only; --write lifts that." : "";
        return text.replaceFirst("^ERROR: ", "") + hint;
    }
}
