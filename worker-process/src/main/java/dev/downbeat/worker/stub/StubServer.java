package dev.downbeat.worker.stub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Answers the HTTP calls of the example playbooks on a free loopback port.
 *
 * <p>Playbooks call {@value #PREFIX}; {@link #overrides()} sends that prefix here. Every request may carry
 * {@code delay_ms} (at most {@value #MAX_DELAY_MILLIS}), the time that a real service would take. What the server
 * answers depends on the request and on how often the same key was asked, on nothing else.
 *
 * <p>Thread-safe. Closing it ends waiting calls at once.
 */
public final class StubServer implements AutoCloseable {

    /** The base address that the example playbooks call. */
    public static final String PREFIX = "https://api.example.test";

    static final int MAX_DELAY_MILLIS = 30_000;

    private static final int BACKLOG = 256;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Routes routes = new Routes();
    private final ExecutorService executor;
    private final HttpServer server;

    static {
        // Without it every small answer waits for the client's delayed acknowledgement, about 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private StubServer(HttpServer server, ExecutorService executor) {
        this.server = server;
        this.executor = executor;
    }

    /** Starts a server on a free loopback port. */
    public static StubServer start() {
        try {
            var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
            var stub = new StubServer(server, Executors.newVirtualThreadPerTaskExecutor());
            server.setExecutor(stub.executor);
            server.createContext("/", stub::handle);
            server.start();
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException("Stub server could not start on the loopback address", e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** The address that answers in place of {@link #PREFIX}. */
    public URI baseUrl() {
        var address = server.getAddress();
        return URI.create("http://%s:%d".formatted(address.getAddress().getHostAddress(), address.getPort()));
    }

    /** The value of the setting {@code http.host_overrides}: called prefix to base address. */
    public Map<String, String> overrides() {
        return Map.of(PREFIX, baseUrl().toString());
    }

    /** Stops listening and ends the calls under way; a second call does nothing. */
    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = answer(exchange);
            byte[] body = answer.json();
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        try {
            var request = Request.read(exchange);
            await(request.number("delay_ms", 0, 0, MAX_DELAY_MILLIS));
            var answer = routes.answer(request);
            await(answer.delayMillis());
            return answer;
        } catch (BadRequestException e) {
            return Answer.error(e.status(), e.getMessage());
        }
    }

    private void await(int millis) throws IOException {
        try {
            if (millis > 0 && closed.await(millis, TimeUnit.MILLISECONDS)) {
                throw new IOException("Stub server closed while a call was waiting");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Stub server interrupted while a call was waiting", e);
        }
    }
}
