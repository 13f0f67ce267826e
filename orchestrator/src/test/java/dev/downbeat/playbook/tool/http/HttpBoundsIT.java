package dev.downbeat.playbook.tool.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.playbook.settings.HttpSettings;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.tool.ErrorKind;
import dev.downbeat.playbook.tool.ErrorObject;
import dev.downbeat.playbook.tool.PlainData;
import dev.downbeat.playbook.tool.ToolBench;
import dev.downbeat.schema.testing.Await;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a call ends: timeouts, refused addresses, limits. */
class HttpBoundsIT {
    private static final Duration PATIENT = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private final EchoServer server = new EchoServer();
    private final String base = server.base();
    private final ToolBench bench = new ToolBench(new HttpTool());

    @AfterEach
    void close() {
        bench.close();
        server.close();
        threads.shutdownNow();
    }

    @Test
    void givesUpAtItsTimeoutBeforeAndWithinTheBody() throws Exception {
        for (String path : List.of("/hang", "/slow")) {
            long started = System.nanoTime();

            ErrorObject error = bench.fail(Map.of("url", base + path, "timeout", 0.3));

            assertThat(error.kind()).isEqualTo(ErrorKind.TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void endsWhenInterrupted() throws Exception {
        Future<?> call = threads.submit(() -> bench.run(Map.of("url", base + "/hang")));
        Await.until("the call has arrived", () -> server.flying() > 0);

        assertThat(call.cancel(true)).isTrue();
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        // Bound, so that nobody else listens there, and not listening.
        try (Socket bound = new Socket()) {
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String url = "http://127.0.0.1:" + bound.getLocalPort() + "/x";

            ErrorObject error = bench.fail(Map.of("url", url));

            assertThat(error.kind()).isEqualTo(ErrorKind.CONNECTION);
            assertThat(error.message()).contains("GET " + url);
        }
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
        var settings =
                new HttpSettings(1, PATIENT, PATIENT, PATIENT, 1_000_000, Map.of("https://stub.test", base), true);
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
        var settings = new HttpSettings(2, PATIENT, PATIENT, PATIENT, 1_000_000, Map.of(), false);
        try (ToolBench bounded = bench(settings)) {
            List<Future<Object>> calls = new java.util.ArrayList<>();
            for (int i = 0; i < 10; i++) {
                calls.add(threads.submit(() -> bounded.run(Map.of("url", base + "/echo"))));
            }
            for (Future<Object> call : calls) {
                call.get();
            }

            assertThat(server.mostFlying()).isLessThanOrEqualTo(2);
        }
    }

    private static ToolBench bench(HttpSettings settings) {
        return new ToolBench(new HttpTool(), PlaybookSettings.DEFAULTS.withHttp(settings));
    }
}
