package dev.downbeat.playbook.tool.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server for tests: echoes, redirects, hangs, breaks off. Closing lets everything end. */
final class EchoServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger flying = new AtomicInteger();
    private final AtomicInteger mostFlying = new AtomicInteger();
    private final HttpServer server;

    EchoServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/echo", this::echo);
        server.createContext("/status/", exchange -> {
            int status = Integer.parseInt(exchange.getRequestURI().getPath().substring("/status/".length()));
            exchange.getResponseHeaders().add("Retry-After", "7");
            answer(exchange, status, "application/json", "{\"told\": " + status + "}");
        });
        server.createContext("/text", exchange -> answer(exchange, 200, "text/plain", "grüße"));
        server.createContext("/bare", exchange -> answer(exchange, 200, null, " [1]".strip()));
        server.createContext("/broken", exchange -> answer(exchange, 200, "application/json", "{\"a\":"));
        server.createContext("/redirect", exchange -> {
            exchange.getResponseHeaders().add("Location", "/echo?hop=1");
            answer(exchange, 302, null, "");
        });
        server.createContext("/hang", this::hang);
        server.createContext("/slow", this::slow);
        server.createContext("/large", exchange -> answer(exchange, 200, "text/plain", "x".repeat(3_000_000)));
        server.start();
    }

    /** Where it listens. */
    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** How many calls it is answering now. */
    int flying() {
        return flying.get();
    }

    /** How many calls it answered at once, at most. */
    int mostFlying() {
        return mostFlying.get();
    }

    private void echo(HttpExchange exchange) throws IOException {
        mostFlying.accumulateAndGet(flying.incrementAndGet(), Math::max);
        Map<String, @Nullable Object> heard = new LinkedHashMap<>();
        heard.put("method", exchange.getRequestMethod());
        heard.put("query", exchange.getRequestURI().getRawQuery());
        exchange.getRequestHeaders()
                .forEach((name, values) -> heard.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
        heard.put("body", new String(exchange.getRequestBody().readAllBytes(), UTF_8));
        flying.decrementAndGet();
        answer(exchange, 200, "application/json", dev.downbeat.playbook.tool.PlainJson.text(heard));
    }

    private void hang(HttpExchange exchange) {
        flying.incrementAndGet();
        awaitClosing();
        exchange.close();
    }

    private void slow(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 100);
        exchange.getResponseBody().write('x');
        exchange.getResponseBody().flush();
        awaitClosing();
        exchange.close();
    }

    private void awaitClosing() {
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, @Nullable String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        if (type != null) {
            exchange.getResponseHeaders().add("Content-Type", type);
        }
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
