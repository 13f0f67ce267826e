package dev.downbeat.worker.spawn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.Queue;
import dev.downbeat.schema.testing.Await;
import dev.downbeat.schema.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real worker JVMs, scraped over their sockets. */
class MetricsPortIT {
    private static final Duration SOON = Duration.ofMinutes(2);

    private final WorkerSpawner spawner = WorkerSpawner.ofThisJvm();
    private TestDatabase database;
    private Queue queue;

    @TempDir
    private Path folder;

    @BeforeEach
    void openDatabase() {
        database = TestDatabase.fresh();
        queue = Queue.on(database.dataSource());
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void isScrapedWhileTheWorkerWorks() throws Exception {
        queue.enqueueAll(IntStream.range(0, 40).mapToObj(SpawnTasks.QUICK::with).toList());

        try (SpawnedWorker worker = spawner.spawn(launch().with("--metrics-port", "0"))) {
            int port = Objects.requireNonNull(worker.awaitReady(SOON).metricsPort());
            Await.until("the metrics count 40 completed", () -> {
                String text = get(port, "/metrics").body();
                return text.contains("downbeat_executions_total{outcome=\"completed\",task=\"%s\"} 40.0"
                                .formatted(SpawnTasks.QUICK.name()))
                        && text.contains("downbeat_queue_ready");
            });

            HttpResponse<String> scraped = get(port, "/metrics");
            assertThat(scraped.headers().firstValue("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
            assertThat(scraped.body())
                    .contains(
                            "downbeat_worker_slots 100.0",
                            "downbeat_execution_run_seconds_bucket{task=\"%s\",le=\"0.1\"}"
                                    .formatted(SpawnTasks.QUICK.name()),
                            "downbeat_claim_size_sum 40.0",
                            "downbeat_queue_ready{queue=\"%s\"}".formatted(SpawnTasks.QUEUE),
                            "downbeat_queue_oldest_age_seconds{queue=\"%s\"}".formatted(SpawnTasks.QUEUE),
                            "jvm_memory_used_bytes");
            assertThat(get(port, "/health").statusCode()).isEqualTo(200);
            assertThat(get(port, "/ready").statusCode()).isEqualTo(200);
            assertThat(get(port, "/else").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void aTakenPortEndsTheWorkerWithOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SpawnedWorker worker =
                        spawner.spawn(launch().with("--metrics-port", Integer.toString(taken.getLocalPort())))) {
            assertThat(worker.awaitExit(SOON)).isTrue();

            assertThat(worker.exitCode()).hasValue(2);
            assertThat(worker.log())
                    .anyMatch(line -> line.contains(
                                    "The metrics port cannot be had: address=127.0.0.1, port=" + taken.getLocalPort())
                            && line.contains("0 takes any free one"));
        }
    }

    @Test
    void withoutAPortNothingOfItIsLoaded() throws Exception {
        Path loaded = folder.resolve("classes.log");
        queue.enqueue(SpawnTasks.QUICK, 1);

        try (SpawnedWorker worker = spawner.spawn(launch().with("--drain").jvm("-Xlog:class+load:file=" + loaded))) {
            assertThat(worker.awaitReady(SOON).metricsPort()).isNull();
            worker.awaitStopped(SOON);
            assertThat(worker.awaitExit(SOON)).isTrue();
        }

        assertThat(Files.readString(loaded))
                .contains("dev.downbeat.worker.Downbeat")
                .doesNotContain("io.micrometer", "io.prometheus", "com.sun.net.httpserver", "MetricsEndpoint");
    }

    private static HttpResponse<String> get(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofMinutes(1))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private WorkerLaunch launch() {
        return WorkerLaunch.on(database.url()).with("--queue", SpawnTasks.QUEUE);
    }
}
