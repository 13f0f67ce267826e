package dev.downbeat.schema;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the embedded server's programs are unpacked: a cache of the user's own, so that users never share one. */
final class EmbeddedBinaries {
    static Path folder() {
        Path home = Path.of(System.getProperty("user.home", ""));
        Path cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(value -> !value.isBlank())
                .map(Path::of)
                .orElse(home.resolve(".cache"));
        if (Files.isDirectory(home) && Files.isWritable(home)) {
            return cache.resolve("downbeat").resolve("postgres");
        }
        return Path.of(System.getProperty("java.io.tmpdir"), "downbeat-" + System.getProperty("user.name"), "postgres");
    }

    private EmbeddedBinaries() {}
}
