package dev.downbeat.queue.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.Queue;
import dev.downbeat.queue.RetryPolicy;
import dev.downbeat.queue.Task;
import dev.downbeat.queue.TraceContext;
import dev.downbeat.queue.TraceSpan;
import dev.downbeat.queue.Tracing;
import dev.downbeat.queue.Worker;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What runs continues the trace that it was enqueued in. */
class TracingIT extends TracingTestBase {

    @Test
    void theHandlersSpanIsAChildOfTheEnqueuesInAnotherQueueAndWorker() throws Exception {
        Span request = openTelemetry.getTracer("test").spanBuilder("request").startSpan();
        long id;
        try (Scope current = request.makeCurrent()) {
            assertThat(current).isNotNull();
            id = traced().enqueue(MAIL, 1).id();
        } finally {
            request.end();
        }

        drain(worker -> worker.run(
                MAIL,
                (n, context) -> openTelemetry
                        .getTracer("test")
                        .spanBuilder("inside")
                        .startSpan()
                        .end()));

        SpanData sent = only("send mail");
        SpanData processed = only("process mail");
        assertThat(sent.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(sent.getParentSpanId()).isEqualTo(request.getSpanContext().getSpanId());
        assertThat(processed.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(processed.getTraceId()).isEqualTo(request.getSpanContext().getTraceId());
        assertThat(processed.getParentSpanId()).isEqualTo(sent.getSpanId());
        assertThat(processed.getAttributes().asMap().toString()).contains(Long.toString(id), "downbeat", "mail");
        assertThat(only("inside").getParentSpanId()).isEqualTo(processed.getSpanId());
    }

    @Test
    void everyAttemptContinuesTheTraceAndAFailureIsTold() throws Exception {
        Task<Integer, @Nullable Void> flaky = MAIL.retry(RetryPolicy.fixed(3, Duration.ZERO));
        traced().enqueue(flaky, 1);

        drain(worker -> worker.run(flaky, (n, context) -> {
            if (context.attempt() < 3) {
                throw new IllegalStateException("not yet");
            }
        }));

        SpanData sent = only("send mail");
        assertThat(named("process mail"))
                .hasSize(3)
                .allSatisfy(run -> assertThat(run.getParentSpanId()).isEqualTo(sent.getSpanId()));
        assertThat(named("process mail"))
                .extracting(run -> run.getStatus().getStatusCode())
                .containsExactly(StatusCode.ERROR, StatusCode.ERROR, StatusCode.UNSET);
    }

    @Test
    void continuesAfterItsWorkerDied() throws Exception {
        long id = traced().enqueue(MAIL, 1).id();
        // What a worker leaves that is killed with this execution in its hands.
        execute("""
                with dead as (
                    insert into downbeat.worker (name, host, pid, concurrency, lease_until)
                    values ('dead', 'here', 1, 1, now() - interval '1 s') returning id as worker_id
                ),
                gone as (delete from downbeat.ready returning *)
                insert into downbeat.running
                    (id, run_at, created_at, worker_id, task_id, run, queue_id, priority, attempt, flags, payload)
                select id, run_at, created_at, worker_id, task_id, run, queue_id, priority, attempt, flags, payload
                from gone, dead
                """);
        var taken = new CountDownLatch(1);
        Worker takesOver =
                Worker.on(traced()).run(MAIL, (n, context) -> taken.countDown()).build();
        takesOver.start();
        assertThat(taken.await(30, TimeUnit.SECONDS)).isTrue();
        takesOver.stop(Duration.ofSeconds(5));

        downbeat.assertThat(id).isCompleted().tookAttempts(2);
        assertThat(only("process mail").getParentSpanId())
                .isEqualTo(only("send mail").getSpanId());
    }

    @Test
    void childrenContinueTheTraceOfTheirParent() throws Exception {
        Task<Integer, Integer> child = Task.of("child", Integer.class).returning(Integer.class);
        traced().enqueue(MAIL, 1);

        drain(worker -> worker.run(MAIL, (n, context) -> context.invoke("ask", child, n))
                .handle(child, (n, context) -> n + 1));

        SpanData asked = only("send child");
        assertThat(named("process mail"))
                .hasSize(2)
                .extracting(SpanData::getSpanId)
                .contains(asked.getParentSpanId());
        assertThat(only("process child").getParentSpanId()).isEqualTo(asked.getSpanId());
        assertThat(exporter.getFinishedSpanItems())
                .extracting(SpanData::getTraceId)
                .containsOnly(only("send mail").getTraceId());
    }

    @Test
    void oneSpanSendsABulkAndOneProcessesABatch() throws Exception {
        Task<Integer, @Nullable Void> batched = MAIL.batches(10, Duration.ofMillis(20));
        traced().enqueueAll(IntStream.range(0, 10).mapToObj(batched::with).toList());

        drain(worker -> worker.runBatches(batched, items -> {}));

        assertThat(only("process mail").getLinks())
                .hasSize(10)
                .allSatisfy(link -> assertThat(link.getSpanContext().getSpanId())
                        .isEqualTo(only("send mail").getSpanId()));
    }

    @Test
    void aTracingThatThrowsChangesNothing() throws Exception {
        Tracing rude = new Tracing() {
            @Override
            public TraceSpan enqueuing(String task, int executions) {
                throw new IllegalStateException("enqueuing");
            }

            @Override
            public TraceSpan emitting(String event) {
                throw new IllegalStateException("emitting");
            }

            @Override
            public TraceSpan running(String task, long execution, int attempt, @Nullable TraceContext from) {
                throw new NoClassDefFoundError("running");
            }

            @Override
            public TraceSpan runningBatch(String task, int executions, List<TraceContext> from) {
                throw new IllegalStateException("runningBatch");
            }
        };
        Queue queue = Queue.on(downbeat.dataSource()).tracing(rude);
        long id = queue.enqueue(MAIL, 1).id();

        Worker.on(queue).run(MAIL, (n, context) -> {}).build().drain();

        downbeat.assertThat(id).isCompleted();
    }

    @Test
    void nothingIsKeptOfWhatNobodyTraces() throws Exception {
        downbeat.queue().enqueue(MAIL, 1);

        drain(worker -> worker.run(MAIL, (n, context) -> {}));

        assertThat(only("process mail").getParentSpanContext().isValid()).isFalse();
        execute("do $$ begin assert not exists (select from downbeat.trace); end $$");
    }
}
