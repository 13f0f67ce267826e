package dev.downbeat.queue;

import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.testing.Await;
import dev.downbeat.schema.testing.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real PgBouncer in transaction mode before a server, with few connections to it, so that sessions change hands. */
final class PgBouncer implements AutoCloseable {

    static final int SERVER_CONNECTIONS = 4;

    private final Process process;
    private final Path folder;
    private final int port;

    private PgBouncer(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /** Where the program is, if it is installed. */
    static Optional<Path> program() {
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    static PgBouncer before(DatabaseUrl server) throws Exception {
        int port = FreePort.find();
        Path folder = Files.createTempDirectory("pgbouncer");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path config = folder.resolve("pgbouncer.ini");
        Files.writeString(config, config(server, port));
        List<String> command = new ArrayList<>(List.of(program().orElseThrow().toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody")); // it refuses to run as root
        }
        command.add(config.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        var pooler = new PgBouncer(process, folder, port);
        Await.until("pgbouncer listens", pooler::listens);
        return pooler;
    }

    private static String config(DatabaseUrl server, int port) {
        String[] place = server.server().split(":", 2);
        String password = server.password().map(secret -> " password=" + secret).orElse("");
        return """
                [databases]
                * = host=%s port=%s user=%s%s
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = any
                pool_mode = transaction
                default_pool_size = %d
                max_client_conn = 500
                ignore_startup_parameters = extra_float_digits
                """.formatted(
                        place[0].equals("localhost") ? "127.0.0.1" : place[0],
                        place.length == 2 ? place[1] : "5432",
                        server.user().orElse("postgres"),
                        password,
                        port,
                        SERVER_CONNECTIONS);
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("pgbouncer ended: " + Files.readString(folder.resolve("log")));
        }
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the URL through the pooler, with the one option that it asks of the driver. */
    DatabaseUrl url(DatabaseUrl server) {
        return new DatabaseUrl(
                "127.0.0.1:" + port,
                server.database(),
                server.user(),
                server.password(),
                Map.of("prepareThreshold", "0"));
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        Files.deleteIfExists(folder.resolve("log"));
        Files.deleteIfExists(folder.resolve("pgbouncer.ini"));
        Files.deleteIfExists(folder);
    }
}
