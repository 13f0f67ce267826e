package dev.downbeat.schema;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes sockets on which the driver hands a notification over as soon as it has it: to be named as {@code socketFactory}
 * in the URL of a pool that workers use. {@link Pool} does that.
 *
 * <p>The driver looks for more after each notification before it returns any, by a read that waits a millisecond; where
 * notifications come oftener than that, it returns none until there is a gap. These sockets answer such a read at once.
 * Safe for any thread.
 */
public final class PromptSocketFactory extends SocketFactory {

    /** For the driver, which makes it by its name. */
    public PromptSocketFactory() {}

    @Override
    public Socket createSocket() {
        return new PromptSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(null, new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(localHost, localPort), new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(null, new InetSocketAddress(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return connected(new InetSocketAddress(localHost, localPort), new InetSocketAddress(host, port));
    }

    private static Socket connected(@Nullable InetSocketAddress local, InetSocketAddress remote) throws IOException {
        var socket = new PromptSocket();
        try {
            socket.bind(local);
            socket.connect(remote);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }
}
