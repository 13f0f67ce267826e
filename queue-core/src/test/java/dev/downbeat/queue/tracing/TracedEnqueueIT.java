package dev.downbeat.queue.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.queue.DedupePolicy;
import dev.downbeat.queue.DuplicateExecutionException;
import dev.downbeat.queue.Event;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Subscription;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever way an execution is enqueued, its trace goes with it. */
class TracedEnqueueIT extends TracingTestBase {

    @Test
    void delaysKeysAndPeriodsCarryIt() throws Exception {
        Queue queue = traced();
        queue.enqueue(MAIL.with(1).delay(Duration.ofMillis(1)));
        queue.enqueue(MAIL.with(2).dedupeKey("a", DedupePolicy.SKIP));
        queue.enqueue(MAIL.with(3).throttle("b", Duration.ofHours(1)));
        queue.enqueue(MAIL.with(4).debounce("c", Duration.ofMillis(1), Duration.ofMillis(1)));

        drain(worker -> worker.run(MAIL, (n, context) -> {}));

        assertThat(named("process mail"))
                .extracting(SpanData::getParentSpanId)
                .containsExactlyInAnyOrderElementsOf(
                        named("send mail").stream().map(SpanData::getSpanId).toList());
    }

    @Test
    void theCallersTransactionCarriesItAndKeepsNothingOfIt() throws Exception {
        try (Connection connection = downbeat.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            traced().in(connection).enqueue(MAIL, 1);
            traced().in(connection).enqueue(MAIL.with(2).throttle("k", Duration.ofHours(1)));
            execute(connection, "select downbeat.enqueue('mail', '3')");
            connection.commit();
        }

        drain(worker -> worker.run(MAIL, (n, context) -> {}));

        List<String> parents =
                named("process mail").stream().map(SpanData::getParentSpanId).toList();
        assertThat(parents)
                .containsExactlyInAnyOrder(
                        named("send mail").get(0).getSpanId(),
                        named("send mail").get(1).getSpanId(),
                        "0000000000000000");
    }

    @Test
    void whoSubscribedContinuesTheEmittersTrace() throws Exception {
        Event<Integer> paid = Event.of("paid", Integer.class);
        Queue queue = traced();
        queue.subscriptions().put(Subscription.of("mail when paid", paid, MAIL));
        queue.emit(paid, 1);

        drain(worker -> worker.run(MAIL, (n, context) -> {}));

        assertThat(only("process mail").getParentSpanId())
                .isEqualTo(only("send paid").getSpanId());
    }

    @Test
    void sqlCarriesWhatTheTransactionNames() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        try (Connection connection = downbeat.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            execute(
                    connection,
                    "select set_config('downbeat.traceparent', '00-" + trace + "-b7ad6b7169203331-01', true),"
                            + " set_config('downbeat.tracestate', 'vendor=value', true)");
            execute(connection, "select downbeat.enqueue('mail', '1')");
            connection.commit();
            execute(connection, "select set_config('downbeat.traceparent', 'nonsense', true)");
            execute(connection, "select downbeat.enqueue('mail', '2')");
            connection.commit();
        }

        drain(worker -> worker.run(MAIL, (n, context) -> {}));

        assertThat(named("process mail"))
                .hasSize(2)
                .filteredOn(run -> run.getTraceId().equals(trace))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.getParentSpanId()).isEqualTo("b7ad6b7169203331");
                    assertThat(run.getSpanContext().getTraceState().get("vendor"))
                            .isEqualTo("value");
                });
    }

    @Test
    void anEnqueueThatIsRefusedEndsItsSpanWithTheReason() {
        Queue queue = traced();
        queue.enqueue(MAIL.with(1).dedupeKey("k", DedupePolicy.ERROR));

        assertThatThrownBy(() -> queue.enqueue(MAIL.with(2).dedupeKey("k", DedupePolicy.ERROR)))
                .isInstanceOf(DuplicateExecutionException.class);

        assertThat(named("send mail"))
                .extracting(span -> span.getStatus().getStatusCode())
                .containsExactly(StatusCode.UNSET, StatusCode.ERROR);
    }
}
