package dev.downbeat.schema;

import java.nio.file.Path;

/** What an operator does to the embedded server from outside. */
public final class EmbeddedControl {
    /**
     * Stops the server under {@code home}, even while processes use it.
     *
     * @return whether one was running
     * @throws DatabaseUnavailableException if it does not stop within 30 s
     */
    public static boolean stop(Path home) {
        var server = new EmbeddedServer(home.toAbsolutePath().normalize());
        return server.exclusively(() -> {
            boolean running = server.isRunning();
            server.stop();
            return running;
        });
    }

    /** Tells whether a server runs under {@code home}. */
    public static boolean isRunning(Path home) {
        return new EmbeddedServer(home.toAbsolutePath().normalize()).isRunning();
    }

    private EmbeddedControl() {}
}
