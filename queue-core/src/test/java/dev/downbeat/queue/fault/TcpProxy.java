package dev.downbeat.queue.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network between clients and a server that can be broken: connections end in good order or by reset, fall silent, or
 * lose an answer after the server has done what was asked. Safe from any thread.
 */
final class TcpProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicInteger answersToLose = new AtomicInteger();

    private TcpProxy(ServerSocket listener, int target) {
        this.listener = listener;
        this.target = target;
    }

    /** Starts a proxy on a free port of the loopback interface. */
    static TcpProxy to(int port) throws IOException {
        var proxy = new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(proxy::accept);
        return proxy;
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Ends every connection in good order. */
    void cut() {
        links.forEach(link -> link.close(false));
    }

    /** Ends every connection by a reset. */
    void reset() {
        links.forEach(link -> link.close(true));
    }

    /** Nothing gets through on the connections of now, in neither direction, and nobody is told; new ones work. */
    void fallSilent() {
        links.forEach(link -> link.silent = true);
    }

    /** The next answers of the server do not arrive: each one's connection ends instead. */
    void loseAnswers(int count) {
        answersToLose.set(count);
    }

    int answersLeftToLose() {
        return answersToLose.get();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                try {
                    var link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
                    links.add(link);
                    link.start();
                } catch (IOException e) {
                    client.close();
                }
            } catch (IOException e) {
                // The listener was closed, or the client left at once.
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        reset();
    }

    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean silent;
        private volatile boolean asked;

        Link(Socket client, Socket server) throws SocketException {
            this.client = client;
            this.server = server;
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        }

        void start() {
            Thread.ofVirtual().start(() -> pump(client, server, true));
            Thread.ofVirtual().start(() -> pump(server, client, false));
        }

        private void pump(Socket from, Socket to, boolean question) {
            var buffer = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int size = in.read(buffer); size >= 0; size = in.read(buffer)) {
                    if (silent) {
                        continue;
                    }
                    if (!question && asked && loses()) {
                        close(true);
                        return;
                    }
                    asked |= question && isExecution(buffer, size);
                    out.write(buffer, 0, size);
                    out.flush();
                }
                close(false);
            } catch (IOException e) {
                close(false);
            }
        }

        private boolean loses() {
            return answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        }

        /** Whether the client sends a bind: so it is past its login, and runs a statement. */
        private static boolean isExecution(byte[] message, int size) {
            return size > 0 && (message[0] == 'B' || message[0] == 'P');
        }

        void close(boolean byReset) {
            links.remove(this);
            end(client, byReset);
            end(server, byReset);
        }

        private static void end(Socket socket, boolean byReset) {
            try {
                if (byReset) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException e) {
                // It is gone already.
            }
        }
    }
}
