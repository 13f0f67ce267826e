package dev.downbeat.worker.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Answers GET requests with short texts, on two threads; whoever sends too slowly is cut off after 10 s. */
final class SmallHttpServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final int WAITING_CONNECTIONS = 16;
    private static final String SLOWEST_SECONDS = "10";

    /** One answer. */
    record Answer(int status, String type, String text) {
        static Answer line(int status, String text) {
            return new Answer(status, "text/plain; charset=utf-8", text + "\n");
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(
            THREADS, Thread.ofPlatform().daemon().name("downbeat-metrics-", 0).factory());
    private final Function<String, Answer> answers;

    private SmallHttpServer(HttpServer server, Function<String, Answer> answers) {
        this.server = server;
        this.answers = answers;
    }

    /**
     * Begins to answer.
     *
     * @param address port 0 for any that is free
     * @param answers the answer for each path
     */
    static SmallHttpServer start(InetSocketAddress address, Function<String, Answer> answers) throws IOException {
        // Read when the JDK's server is first loaded; else it waits for ever, and so do its threads.
        System.setProperty("sun.net.httpserver.maxReqTime", SLOWEST_SECONDS);
        System.setProperty("sun.net.httpserver.maxRspTime", SLOWEST_SECONDS);
        SmallHttpServer small = new SmallHttpServer(HttpServer.create(address, WAITING_CONNECTIONS), answers);
        small.server.setExecutor(small.threads);
        small.server.createContext("/", small::handle);
        small.server.start();
        return small;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            Answer answer = head || exchange.getRequestMethod().equals("GET")
                    ? answers.apply(exchange.getRequestURI().getPath())
                    : Answer.line(405, "GET only");
            byte[] body = answer.text.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type);
            exchange.sendResponseHeaders(answer.status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
