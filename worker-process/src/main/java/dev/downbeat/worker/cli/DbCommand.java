package dev.downbeat.worker.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.Database;
import dev.downbeat.schema.EmbeddedControl;
import dev.downbeat.schema.Pool;
import dev.downbeat.schema.SchemaInstaller;
import dev.downbeat.schema.SchemaScript;
import dev.downbeat.schema.SchemaVersion;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.settings.Home;
import dev.downbeat.worker.settings.KnownSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "db",
        mixinStandardHelpOptions = true,
        description = "Look after the database and Downbeat's schema in it.",
        subcommands = {
            DbCommand.Migrate.class,
            DbCommand.Status.class,
            DbCommand.Sql.class,
            DbCommand.Stop.class,
            DbCommand.Reset.class
        })
final class DbCommand extends CommandGroup {
    /** What the subcommands have in common: the database without its schema. */
    abstract static class OnDatabase implements Callable<Integer> {
        @Mixin
        CommonOptions common = new CommonOptions();

        @Override
        public final Integer call() throws SQLException {
            try (Database database = common.locate(common.settings());
                    HikariDataSource dataSource = Pool.open(database.url(), 2)) {
                act(database, dataSource);
                return ExitCode.GOOD.code();
            }
        }

        abstract void act(Database database, HikariDataSource dataSource) throws SQLException;
    }

    @Command(name = "migrate", mixinStandardHelpOptions = true, description = "Install or upgrade the schema.")
    static final class Migrate extends OnDatabase {
        @Override
        void act(Database database, HikariDataSource dataSource) {
            boolean installed = SchemaInstaller.install(dataSource);
            common.console()
                    .line("schema version " + SchemaVersion.CURRENT + (installed ? " installed" : " was there already")
                            + ": " + database.describe());
        }
    }

    @Command(
            name = "status",
            mixinStandardHelpOptions = true,
            description = "Say where the database is and what it has.")
    static final class Status extends OnDatabase {
        @Mixin
        private JsonOption json = new JsonOption();

        @Override
        void act(Database database, HikariDataSource dataSource) throws SQLException {
            OptionalInt installed = SchemaInstaller.installedVersion(dataSource);
            Map<String, Object> status = new LinkedHashMap<>();
            status.put("database", database.describe());
            status.put("url", database.url().toString());
            status.put("server_version", serverVersion(dataSource));
            status.put("schema", SchemaInstaller.SCHEMA);
            status.put("installed_version", installed.isPresent() ? installed.getAsInt() : "none");
            status.put("program_version", SchemaVersion.CURRENT);
            Console console = common.console();
            if (json.wanted()) {
                console.json(status);
            } else {
                status.forEach((key, value) -> console.line("%-18s %s".formatted(key.replace('_', ' '), value)));
            }
        }

        private static String serverVersion(HikariDataSource dataSource) throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                return connection.getMetaData().getDatabaseProductVersion();
            }
        }
    }

    @Command(
            name = "sql",
            mixinStandardHelpOptions = true,
            description = "Print the SQL that migrate would run, for people who apply it themselves.")
    static final class Sql extends OnDatabase {
        @Override
        void act(Database database, HikariDataSource dataSource) {
            common.console().line(SchemaScript.pending(dataSource));
        }
    }

    @Command(
            name = "reset",
            mixinStandardHelpOptions = true,
            description = "Drop the schema with all executions, playbooks and results, and install it anew.")
    static final class Reset extends OnDatabase {
        @Option(names = "--yes", description = "confirm it")
        private boolean confirmed;

        @Override
        void act(Database database, HikariDataSource dataSource) throws SQLException {
            if (!confirmed) {
                throw CommandFailure.usage(
                        "This would drop schema " + SchemaInstaller.SCHEMA + " with everything in it: "
                                + database.describe() + ".",
                        "Add --yes if you mean it.");
            }
            try (Connection connection = dataSource.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("drop schema if exists noetl cascade");
                statement.execute("drop schema if exists " + SchemaInstaller.SCHEMA + " cascade");
            }
            SchemaInstaller.install(dataSource);
            common.console()
                    .line("schema version " + SchemaVersion.CURRENT + " installed anew: " + database.describe());
        }
    }

    @Command(name = "stop", mixinStandardHelpOptions = true, description = "Stop the embedded server.")
    static final class Stop implements Callable<Integer> {
        @Mixin
        private CommonOptions common = new CommonOptions();

        @Override
        public Integer call() {
            String spec = common.settings().get(KnownSettings.DATABASE);
            if (!spec.isEmpty() && !spec.equals("embedded")) {
                throw CommandFailure.usage(
                        "Only the embedded server is Downbeat's to stop; the settings name another.",
                        "See: downbeat db status");
            }
            boolean stopped = EmbeddedControl.stop(Home.state(System.getenv()));
            common.console().line(stopped ? "the embedded server has stopped" : "no embedded server was running");
            return ExitCode.GOOD.code();
        }
    }
}
