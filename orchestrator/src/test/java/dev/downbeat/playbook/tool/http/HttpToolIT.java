package dev.downbeat.playbook.tool.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.downbeat.playbook.settings.HttpSettings;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ResultView;
import dev.downbeat.playbook.tool.ToolBench;
import dev.downbeat.playbook.tool.ToolException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

class HttpToolIT {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicInteger flying = new AtomicInteger();
    private final AtomicInteger mostFlying = new AtomicInteger();
    private HttpServer server;
    private String base;
    private ToolBench bench;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
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
        base = "http://127.0.0.1:" + server.getAddress().getPort();
        bench = bench(HttpSettings.DEFAULTS);
    }

    @AfterEach
    void close() {
        closing.countDown();
        bench.close();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void returnsTheWrapperWithJsonData() throws Exception {
        Map<String, @Nullable Object> result = get(Map.of("url", base + "/echo?a=1"));

        assertThat(result).containsEntry("status_code", 200).containsEntry("url", base + "/echo?a=1");
        assertThat(result).containsOnlyKeys("status_code", "headers", "url", "elapsed", "data");
        assertThat(PlainData.map(result.get("headers")).orElseThrow())
                .containsEntry("content-type", "application/json");
        assertThat(data(result)).containsEntry("method", "GET").containsEntry("query", "a=1");
        assertThat(PlainData.map(ResultView.of(result)).orElseThrow().get("method"))
                .isEqualTo("GET");
    }

    @Test
    void encodesParameters() throws Exception {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("q", "a b&c=ü");
        params.put("many", List.of(1, 2));
        params.put("none", null);

        Map<String, @Nullable Object> result = get(Map.of("url", base + "/echo?x={y}", "params", params));

        assertThat(data(result)).containsEntry("query", "x=%7By%7D&q=a%20b%26c%3D%C3%BC&many=1&many=2");
    }

    @Test
    void sendsBodiesByTheirShape() throws Exception {
        assertThat(sent(Map.of("json", Map.of("a", 1)))).isEqualTo("application/json|{\"a\":1}");
        assertThat(sent(Map.of("payload", List.of(1, 2)))).isEqualTo("application/json|[1,2]");
        assertThat(sent(Map.of("body", "{\"b\": 2}"))).isEqualTo("application/json|{\"b\": 2}");
        assertThat(sent(Map.of("data", "plain ü"))).isEqualTo("text/plain; charset=utf-8|plain ü");
        assertThat(sent(Map.of("form", Map.of("k", "v w")))).isEqualTo("application/x-www-form-urlencoded|k=v%20w");
        assertThat(sent(Map.of("body", "<a/>", "headers", Map.of("Content-Type", "text/xml"))))
                .isEqualTo("text/xml|<a/>");
    }

    @Test
    void provesWhoItIsByCredential() throws Exception {
        bench.credential("b", "bearer", Map.of("token", "t0k"));
        bench.credential("u", "basic", Map.of("username", "me", "password", "pw"));
        bench.credential("k", "api_key", Map.of("key", "s3cret", "header", "X-Key"));
        bench.credential("q", "api_key", Map.of("key", "s3cret", "in", "query", "name", "apikey"));

        assertThat(seen("b", "authorization")).isEqualTo("Bearer t0k");
        assertThat(seen("u", "authorization")).isEqualTo("Basic bWU6cHc=");
        assertThat(seen("k", "x-key")).isEqualTo("s3cret");
        assertThat(seen("q", "query")).isEqualTo("apikey=s3cret");
        assertThat(seen(Map.of("type", "bearer", "token", "inline"), "authorization"))
                .isEqualTo("Bearer inline");
        ErrorObject unknown = bench.fail(Map.of("url", base + "/echo", "auth", "nobody"));
        assertThat(unknown.kind()).isEqualTo(ErrorKind.AUTH);
        assertThat(unknown.message()).contains("credential 'nobody' is unknown");
    }

    @ParameterizedTest
    @CsvSource({
        "401, auth, false",
        "403, auth, false",
        "404, not_found, false",
        "408, timeout, true",
        "409, client_error, false",
        "429, rate_limit, true",
        "500, server_error, true",
        "503, server_error, true"
    })
    void keepsTheWrapperOfAnError(int status, String kind, boolean retryable) throws Exception {
        ToolException failure = bench.failure(Map.of("url", base + "/status/" + status + "?secret=1"));

        assertThat(failure.error().kind().word()).isEqualTo(kind);
        assertThat(failure.error().status()).isEqualTo(status);
        assertThat(failure.error().retryable()).isEqualTo(retryable);
        assertThat(failure.error().message()).contains("HTTP " + status).doesNotContain("secret");
        assertThat(failure.error().details()).containsEntry("retry_after", 7L);
        assertThat(data(PlainData.map(failure.result()).orElseThrow())).containsEntry("told", status);
    }

    @Test
    void decodesByTypeOrFirstCharacter() throws Exception {
        assertThat(get(Map.of("url", base + "/text"))).containsEntry("data", "grüße");
        assertThat(get(Map.of("url", base + "/bare"))).containsEntry("data", List.of(1));
        assertThat(bench.fail(Map.of("url", base + "/broken")).kind()).isEqualTo(ErrorKind.PARSE);
    }

    @Test
    void followsRedirectsUnlessToldNotTo() throws Exception {
        assertThat(data(get(Map.of("url", base + "/redirect", "method", "POST", "json", 1))))
                .containsEntry("method", "GET")
                .containsEntry("query", "hop=1");
        assertThat(get(Map.of("url", base + "/redirect", "follow_redirects", false)))
                .containsEntry("status_code", 302);
    }

    @Test
    void givesUpAtItsTimeoutBeforeAndWithinTheBody() throws Exception {
        for (String path : List.of("/hang", "/slow")) {
            long started = System.nanoTime();

            ErrorObject error = bench.fail(Map.of("url", base + path, "timeout", 0.3));

            assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void endsWhenInterrupted() throws Exception {
        Future<?> call = threads.submit(() -> bench.run(Map.of("url", base + "/hang")));
        while (flying.get() == 0) {
            Thread.onSpinWait();
        }

        assertThat(call.cancel(true)).isTrue();
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }

        ErrorObject error = bench.fail(Map.of("url", "http://127.0.0.1:" + port + "/x"));

        assertThat(error.kind()).isEqualTo(ErrorKind.CONNECTION);
        assertThat(error.message()).contains("GET http://127.0.0.1:" + port + "/x");
    }

    @Test
    void refusesWhatIsNoUrl() throws Exception {
        assertThat(bench.fail(Map.of("url", "ftp://x")).kind()).isEqualTo(ErrorKind.SCHEMA);
        assertThat(bench.fail(Map.of("url", "")).message()).contains("'url' is missing");
        assertThat(new HttpTool().faults(Map.of())).containsExactly("http needs 'url'");
    }

    @Test
    void sendsCallsUnderAPrefixToAnotherBase() throws Exception {
        try (ToolBench overridden = bench(HttpSettings.DEFAULTS.withOverrides(
                Map.of("https://api.example.test", base, "https://api.example.test/special", "http://127.0.0.1:1")))) {
            Map<String, @Nullable Object> result = PlainData.map(
                            overridden.run(Map.of("url", "https://api.example.test/echo?a=1")))
                    .orElseThrow();

            assertThat(result).containsEntry("url", "https://api.example.test/echo?a=1");
            assertThat(overridden
                            .fail(Map.of("url", "https://api.example.test/special/x"))
                            .kind())
                    .isEqualTo(ErrorKind.CONNECTION);
            assertThat(overridden
                            .fail(Map.of("url", "https://api.example.test.invalid/echo"))
                            .kind())
                    .isEqualTo(ErrorKind.CONNECTION);
        }
    }

    @Test
    void refusesPrivateAddressesButForOverrides() throws Exception {
        var settings = new HttpSettings(
                1,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                1_000_000,
                Map.of("https://stub.test", base),
                true);
        try (ToolBench guarded = bench(settings)) {
            assertThat(guarded.fail(Map.of("url", base + "/echo")).message()).contains("private addresses are refused");
            assertThat(guarded.fail(Map.of("url", "http://[::1]:80/")).message())
                    .contains("private addresses");
            assertThat(guarded.run(Map.of("url", "https://stub.test/text"))).isNotNull();
            assertThat(guarded.fail(Map.of("url", "https://stub.test/large")).message())
                    .contains("longer than 1000000 bytes");
        }
    }

    @Test
    void boundsConnections() throws Exception {
        var settings = new HttpSettings(
                2, Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(5), 1_000_000, Map.of(), false);
        try (ToolBench bounded = bench(settings)) {
            List<Future<Object>> calls = new java.util.ArrayList<>();
            for (int i = 0; i < 10; i++) {
                calls.add(threads.submit(() -> bounded.run(Map.of("url", base + "/echo"))));
            }
            for (Future<Object> call : calls) {
                call.get();
            }

            assertThat(mostFlying.get()).isLessThanOrEqualTo(2);
        }
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

    private Map<String, @Nullable Object> get(Map<String, ?> spec) throws Exception {
        return PlainData.map(bench.run(spec)).orElseThrow();
    }

    private static Map<String, @Nullable Object> data(Map<String, @Nullable Object> result) {
        return PlainData.map(result.get("data")).orElseThrow();
    }

    private String sent(Map<String, ?> fields) throws Exception {
        Map<String, Object> spec = new LinkedHashMap<>(fields);
        spec.put("url", base + "/echo");
        Map<String, @Nullable Object> heard = data(get(spec));
        assertThat(heard).containsEntry("method", "POST");
        return heard.get("content-type") + "|" + heard.get("body");
    }

    private @Nullable Object seen(Object auth, String name) throws Exception {
        return data(get(Map.of("url", base + "/echo", "auth", auth))).get(name);
    }

    private static ToolBench bench(HttpSettings settings) {
        return new ToolBench(new HttpTool(), PlaybookSettings.DEFAULTS.withHttp(settings), new PGSimpleDataSource());
    }
}
