package dev.downbeat.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A running server process, as its {@code postmaster.pid} tells it.
 *
 * @param pid its process id
 * @param port the port it listens on
 */
record Postmaster(long pid, int port) {
    private static final int PID_LINE = 0;
    private static final int PORT_LINE = 3;

    /** Returns the server that runs on this data folder; empty if none does, or only a dead one's file is left. */
    static Optional<Postmaster> of(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            var postmaster = new Postmaster(
                    Long.parseLong(lines.get(PID_LINE).strip()),
                    Integer.parseInt(lines.get(PORT_LINE).strip()));
            return Optional.of(postmaster).filter(Postmaster::isAlive);
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Asks for PostgreSQL's fast shutdown, which ends connections and loses nothing. */
    void interrupt() throws IOException {
        // The JDK can only terminate, which to PostgreSQL means: wait until every client has left.
        new ProcessBuilder("kill", "-INT", Long.toString(pid)).start();
    }

    private boolean isAlive() {
        // A recycled process id belongs to some other program.
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process ->
                        process.info().command().map(Postmaster::isPostgres).orElse(true))
                .isPresent();
    }

    private static boolean isPostgres(String command) {
        return Path.of(command).getFileName().toString().startsWith("postgres");
    }
}
