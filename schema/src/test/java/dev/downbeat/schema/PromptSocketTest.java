package dev.downbeat.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PromptSocketTest {
    private static final int LOOKS = 5_000;

    private ServerSocket server;
    private Socket socket;
    private Socket peer;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        socket = new PromptSocketFactory().createSocket(server.getInetAddress(), server.getLocalPort());
        peer = server.accept();
    }

    @AfterEach
    void close() throws IOException {
        peer.close();
        socket.close();
        server.close();
    }

    @Test
    void looksWithoutWaiting() throws Exception {
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(1);
        long begun = System.nanoTime();

        for (int i = 0; i < LOOKS; i++) {
            assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        }

        // Each would have waited a millisecond.
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMillis(LOOKS));
    }

    @Test
    void findsByALookWhatHasCome() throws Exception {
        InputStream in = socket.getInputStream();
        send(7, 8, 9);
        socket.setSoTimeout(0);
        assertThat(in.read()).isEqualTo(7);
        socket.setSoTimeout(1);
        byte[] rest = new byte[10];

        assertThat(in.read(rest, 0, rest.length)).isEqualTo(2);
        assertThat(rest).startsWith(8, 9);
        assertThatThrownBy(() -> in.read(rest, 0, rest.length)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void waitsUnderALongerTimeoutAfterALook() throws Exception {
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(1);
        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout(30_000);
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> read(in));

        send(7);

        assertThat(read.get(30, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void endsAWaitAtItsTimeout() throws Exception {
        InputStream in = socket.getInputStream();
        socket.setSoTimeout(20);
        long begun = System.nanoTime();

        assertThatThrownBy(in::read).isInstanceOf(SocketTimeoutException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(10));
    }

    @Test
    void seesTheEndOfTheStreamWhenItReads() throws Exception {
        peer.close();
        socket.setSoTimeout(30_000);

        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    private void send(int... bytes) throws IOException {
        OutputStream out = peer.getOutputStream();
        byte[] message = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            message[i] = (byte) bytes[i];
        }
        out.write(message);
        out.flush();
    }

    private static int read(InputStream in) {
        try {
            return in.read();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
