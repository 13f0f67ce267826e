package dev.downbeat.queue.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Task;
import dev.downbeat.queue.Worker;
import dev.downbeat.queue.testing.QueueExtension;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.sql.Connection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mails that are traced, and the spans that have ended. */
abstract class TracingTestBase {

    static final Task<Integer, @Nullable Void> MAIL = Task.of("mail", Integer.class);

    final InMemorySpanExporter exporter = InMemorySpanExporter.create();

    final OpenTelemetrySdk openTelemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(exporter))
                    .build())
            .build();

    @RegisterExtension
    final QueueExtension downbeat = QueueExtension.with(worker -> {});

    @AfterEach
    void close() {
        openTelemetry.close();
    }

    /** As another process would have it: nothing is shared but the database. */
    Queue traced() {
        return Queue.on(downbeat.dataSource()).tracing(OpenTelemetryTracing.of(openTelemetry));
    }

    void drain(Consumer<Worker.Builder> handlers) throws InterruptedException {
        Worker.Builder worker = Worker.on(traced());
        handlers.accept(worker);
        worker.build().drain();
    }

    /** Returns the spans of this name that have ended, in the order of their ends. */
    List<SpanData> named(String name) {
        return exporter.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    SpanData only(String name) {
        assertThat(named(name)).as(name).hasSize(1);
        return named(name).getFirst();
    }

    void execute(String sql) throws Exception {
        try (Connection connection = downbeat.dataSource().getConnection()) {
            execute(connection, sql);
        }
    }

    static void execute(Connection connection, String sql) throws Exception {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
