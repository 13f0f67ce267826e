package dev.downbeat.worker.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where a process keeps what outlives it, and where it looks for its settings file. */
public final class Home {
    private static final String SETTINGS_FILE = "downbeat.yaml";

    private Home() {}

    /**
     * Returns the folder for the embedded server's files and the credentials' key: {@code DOWNBEAT_HOME}, else {@code .downbeat} beside the
     * launcher, or under the user's home where that place may not be written.
     */
    public static Path state(Map<String, String> environment) {
        String given = environment.getOrDefault("DOWNBEAT_HOME", "");
        if (!given.isEmpty()) {
            return Path.of(given).toAbsolutePath();
        }
        Path beside = program().resolve(".downbeat");
        boolean usable = Files.exists(beside) ? Files.isWritable(beside) : Files.isWritable(program());
        return usable ? beside : Path.of(System.getProperty("user.home"), ".downbeat");
    }

    /** Returns the settings file: {@code DOWNBEAT_CONFIG}, else {@code downbeat.yaml} here or beside the launcher. */
    public static Optional<Path> settingsFile(Map<String, String> environment) {
        String given = environment.getOrDefault("DOWNBEAT_CONFIG", "");
        if (!given.isEmpty()) {
            return Optional.of(Path.of(given));
        }
        Path here = Path.of(SETTINGS_FILE).toAbsolutePath();
        if (Files.isRegularFile(here)) {
            return Optional.of(here);
        }
        Path beside = program().resolve(SETTINGS_FILE);
        return Files.isRegularFile(beside) ? Optional.of(beside) : Optional.empty();
    }

    /** The folder that the launcher stands in; without a launcher, the current one. */
    private static Path program() {
        return Path.of(System.getProperty("downbeat.program", "")).toAbsolutePath();
    }
}
