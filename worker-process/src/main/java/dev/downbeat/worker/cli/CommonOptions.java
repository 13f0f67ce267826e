package dev.downbeat.worker.cli;

import dev.downbeat.schema.Database;
import dev.downbeat.schema.DatabaseLocator;
import dev.downbeat.schema.Pool;
import dev.downbeat.schema.SchemaInstaller;
import dev.downbeat.worker.console.Console;
import dev.downbeat.worker.console.Terminal;
import dev.downbeat.worker.logging.LogLevel;
import dev.downbeat.worker.settings.Home;
import dev.downbeat.worker.settings.KnownSettings;
import dev.downbeat.worker.settings.Setting;
import dev.downbeat.worker.settings.Settings;
import dev.downbeat.worker.settings.SettingsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags that every command takes, and what follows from them; a picocli mixin. */
public final class CommonOptions {
    @Option(
            names = "--database",
            paramLabel = "URL",
            description =
                    "jdbc:postgresql://… or postgres://…, testcontainers[:IMAGE]; default: DATABASE_URL, else embedded")
    private @Nullable String database;

    @Option(names = "--config", paramLabel = "FILE", description = "settings file; default: downbeat.yaml")
    private @Nullable Path config;

    @Option(
            names = "--setting",
            paramLabel = "KEY=VALUE",
            description = "any setting by its key; see 'downbeat settings'")
    private Map<String, String> given = new LinkedHashMap<>();

    @Option(
            names = {"-v", "--verbose"},
            description = "log what happens, and show stack traces")
    private boolean verbose;

    private final Map<String, String> flags = new LinkedHashMap<>();

    private String usualLogLevel = KnownSettings.LOG_LEVEL.standard();

    private @Nullable Console console;

    /** Lets a command's own flag decide a setting; a flag that was not given changes nothing. */
    public CommonOptions flag(Setting<?> setting, @Nullable Object value) {
        if (value != null) {
            flags.put(setting.key(), String.valueOf(value));
        }
        return this;
    }

    /** Logs from this level on unless the user says otherwise. */
    public CommonOptions usualLogLevel(String level) {
        usualLogLevel = level;
        return this;
    }

    /** Returns the effective settings; wrong ones end the command. */
    public Settings settings() {
        Map<String, String> all = new LinkedHashMap<>(given);
        all.putAll(flags);
        if (database != null) {
            all.put(KnownSettings.DATABASE.key(), database);
        }
        if (verbose) {
            all.putIfAbsent(KnownSettings.LOG_LEVEL.key(), "info");
        }
        Map<String, String> environment = System.getenv();
        SettingsFile file = Optional.ofNullable(config)
                .or(() -> Home.settingsFile(environment))
                .map(SettingsFile::read)
                .orElse(SettingsFile.none());
        Settings settings = Settings.of(all, environment, file);
        LogLevel.apply(settings.isSet(KnownSettings.LOG_LEVEL) ? settings.get(KnownSettings.LOG_LEVEL) : usualLogLevel);
        return settings;
    }

    /** Returns whether stack traces are wanted. */
    public boolean verbose() {
        return verbose;
    }

    /** Returns where this command prints. */
    public Console console() {
        if (console == null) {
            console = new Console(System.out, System.err, Terminal.detect(System.getenv(), System.getProperties()));
        }
        return console;
    }

    /** Opens the database and waits until it answers; the schema is left as it is. */
    public Database locate(Settings settings) {
        String spec = settings.get(KnownSettings.DATABASE);
        return DatabaseLocator.open(
                spec.isEmpty() ? Optional.empty() : Optional.of(spec),
                Home.state(System.getenv()),
                settings.get(KnownSettings.CONNECT_TIMEOUT));
    }

    /** Opens the database with its schema, installed or upgraded when that is due, and a pool of this many connections. */
    public Session open(int connections) {
        return open(settings(), connections);
    }

    /** Opens the database as {@link #open(int)} does, with settings at hand. */
    public Session open(Settings settings, int connections) {
        Database located = locate(settings);
        try {
            // Two at least: installing the schema holds one connection as its guard while it works on another.
            Session session =
                    new Session(settings, console(), located, Pool.open(located.url(), Math.max(2, connections)));
            SchemaInstaller.install(session.dataSource());
            return session;
        } catch (RuntimeException e) {
            located.close();
            throw e;
        }
    }
}
