package dev.downbeat.worker.cli;

import dev.downbeat.queue.WorkerObserver;
import dev.downbeat.worker.metrics.MetricsEndpoint;
import dev.downbeat.worker.settings.KnownSettings;
import dev.downbeat.worker.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The metrics port of one worker, if it has one. */
final class WorkerMetrics implements AutoCloseable {
    private final @Nullable MetricsEndpoint endpoint;

    private WorkerMetrics(@Nullable MetricsEndpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** Returns that there is none; loads nothing of what serves one. */
    static WorkerMetrics none() {
        return new WorkerMetrics(null);
    }

    /** Begins to serve; a port that cannot be had ends the command. */
    static WorkerMetrics serve(Settings settings, DataSource dataSource) {
        int port = settings.get(KnownSettings.METRICS_PORT);
        String address = settings.get(KnownSettings.METRICS_ADDRESS);
        try {
            return new WorkerMetrics(
                    MetricsEndpoint.open(new InetSocketAddress(InetAddress.getByName(address), port), dataSource));
        } catch (UnknownHostException e) {
            throw CommandFailure.usage(
                            "metrics.address: expected an address of this machine, got '" + address + "'.",
                            "127.0.0.1 serves this machine alone, 0.0.0.0 all that reach it.")
                    .because(e);
        } catch (IOException e) {
            throw CommandFailure.usage(
                            "The metrics port cannot be had: address=%s, port=%d, reason=%s."
                                    .formatted(address, port, e.getMessage()),
                            "Choose another with --metrics-port; 0 takes any free one.")
                    .because(e);
        }
    }

    WorkerObserver[] observers() {
        return endpoint == null ? new WorkerObserver[0] : new WorkerObserver[] {endpoint.observer()};
    }

    void readyWhen(BooleanSupplier condition) {
        if (endpoint != null) {
            endpoint.readyWhen(condition);
        }
    }

    @Nullable
    Integer port() {
        return endpoint == null ? null : endpoint.port();
    }

    @Override
    public void close() {
        if (endpoint != null) {
            endpoint.close();
        }
    }
}
