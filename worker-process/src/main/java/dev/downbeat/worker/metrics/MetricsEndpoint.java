package dev.downbeat.worker.metrics;

import dev.downbeat.queue.Queue;
import dev.downbeat.queue.WorkerObserver;
import dev.downbeat.queue.metrics.QueueMeters;
import dev.downbeat.queue.metrics.WorkerMeters;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;

/**
 * The meters of one worker process, served over HTTP: {@code /metrics} in Prometheus' text format, {@code /health} as long
 * as the process answers, {@code /ready} while its worker holds its lease. Safe for any thread.
 */
public final class MetricsEndpoint implements AutoCloseable {
    private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final WorkerMeters workers = WorkerMeters.in(registry);
    private final SmallHttpServer server;
    private final QueueMeters queues;
    private volatile BooleanSupplier ready = () -> false;

    private MetricsEndpoint(InetSocketAddress address, DataSource dataSource) throws IOException {
        server = SmallHttpServer.start(address, this::answer);
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        queues = QueueMeters.of(Queue.on(dataSource), registry);
    }

    /**
     * Begins to answer, and to read the backlog of the queues.
     *
     * @param address port 0 for any that is free
     * @param dataSource the worker's pool, which stays the caller's
     * @throws IOException if the port is taken or the address is not this machine's
     */
    public static MetricsEndpoint open(InetSocketAddress address, DataSource dataSource) throws IOException {
        return new MetricsEndpoint(address, dataSource);
    }

    private SmallHttpServer.Answer answer(String path) {
        return switch (path) {
            case "/metrics" -> new SmallHttpServer.Answer(200, PROMETHEUS_TEXT, registry.scrape(PROMETHEUS_TEXT));
            case "/health" -> SmallHttpServer.Answer.line(200, "alive");
            case "/ready" ->
                ready.getAsBoolean()
                        ? SmallHttpServer.Answer.line(200, "ready")
                        : SmallHttpServer.Answer.line(503, "the worker holds no lease");
            default -> SmallHttpServer.Answer.line(404, "there are /metrics, /health and /ready");
        };
    }

    /** Returns who counts what a worker does. */
    public WorkerObserver observer() {
        return workers;
    }

    /** Sets by what {@code /ready} answers; until then it says no. */
    public void readyWhen(BooleanSupplier condition) {
        ready = condition;
    }

    /** Returns the port that it listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        queues.close();
        server.close();
        registry.close();
    }
}
