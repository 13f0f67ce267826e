package dev.downbeat.schema.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports for servers that a test starts, and starts again, as processes of their own.
 *
 * <p>They lie below those that systems give to clients (32 768 and up): such a one may be a client's by the time that the
 * server asks for it, or while it restarts, even that of a client who is calling the server just then.
 */
public final class FreePort {

    private static final int FIRST = 15_000;
    private static final int AFTER_LAST = 30_000;
    private static final int TRIES = 100;

    private FreePort() {}

    /**
     * Returns a port of the loopback interface that nobody listens on.
     *
     * @throws IOException if none of a hundred was free
     */
    public static int find() throws IOException {
        IOException last = new IOException("no port was tried");
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST);
            try (var taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return taken.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }
}
