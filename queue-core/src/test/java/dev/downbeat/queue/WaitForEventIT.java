package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.schema.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WaitForEventIT extends EventWaitTestBase {

    @Test
    void returnsThePayloadOfTheEventOfItsKey() throws Exception {
        started(orders());
        long first = queue.enqueue(ORDER, "first").id();
        long second = queue.enqueue(ORDER, "second").id();
        await(first, ExecutionState.WAITING);
        await(second, ExecutionState.WAITING);

        queue.emit(PAID, "second", 20);
        queue.emit(PAID, "first", 10);

        assertThat(result(first)).isEqualTo(10);
        assertThat(result(second)).isEqualTo(20);
    }

    @Test
    void seesAnEventThatArrivedBeforeTheWait() throws Exception {
        long id = queue.enqueue(ORDER, "early").id();
        queue.emit(PAID, "early", 5);

        started(orders());

        assertThat(result(id)).isEqualTo(5);
    }

    @Test
    void doesNotSeeWhatHappenedBeforeItWasEnqueued() throws Exception {
        queue.emit(PAID, "old", 1);
        long id = queue.enqueue(ORDER, "old").id();
        started(orders());
        await(id, ExecutionState.WAITING);
        Await.until("compared", () -> number("select count(*) from downbeat.event_wait where checked") == 1);

        queue.emit(PAID, "old", 2);

        assertThat(result(id)).isEqualTo(2);
    }

    @Test
    void drainsWhatAnEventMadeReady() throws Exception {
        long id = queue.enqueue(ORDER, "key").id();
        drain(orders());
        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.WAITING);

        queue.emit(PAID, "key", 3);
        drain(orders());

        assertThat(result(id)).isEqualTo(3);
    }

    @Test
    void freesItsSlotWhileItWaits() throws Exception {
        Task<Integer, Integer> other = Task.of("other", Integer.class).returning(Integer.class);
        started(orders().settings(SETTINGS.concurrency(1)).handle(other, (n, context) -> n + 1));
        long waiting = queue.enqueue(ORDER, "key").id();
        await(waiting, ExecutionState.WAITING);

        long id = queue.enqueue(other, 1).id();

        assertThat(queue.result(id, other, Duration.ofSeconds(60))).isEqualTo(2);
    }

    @Test
    void givesUpWhenItsTimeIsOverAndStaysSo() throws Exception {
        started(orders());
        long id = queue.enqueue(ORDER, "late").id();
        await(id, ExecutionState.WAITING);

        clock.advance(TIME.plusSeconds(1));

        assertThat(result(id)).isEqualTo(-1);
        queue.emit(PAID, "late", 1);
        assertThat(result(id)).isEqualTo(-1);
        assertThat(timedOut).containsExactly("late");
    }

    @Test
    void givesTheSameEventToEveryoneWhoWaits() throws Exception {
        started(orders());
        var ids = new ArrayList<Long>();
        for (int i = 0; i < 700; i++) { // more than one pass takes
            ids.add(queue.enqueue(ORDER, "all").id());
        }
        Await.until("all wait", () -> count(ExecutionState.WAITING) == 700);

        queue.emit(PAID, "all", 7);

        for (long id : ids) {
            assertThat(result(id)).isEqualTo(7);
        }
    }

    @Test
    void givesAnExecutionEachEventOnceInTheirOrder() throws Exception {
        Task<String, String> collector = Task.of("collector", String.class).returning(String.class);
        started(worker().handle(collector, (key, context) -> {
            var all = new StringBuilder();
            for (int i = 0; i < 3; i++) {
                all.append(context.waitFor("payment " + i, PAID, key, TIME)).append(' ');
            }
            return all.toString();
        }));
        long id = queue.enqueue(collector, "key").id();
        queue.emit(PAID, "key", 1);
        queue.emit(PAID, "key", 2);
        queue.emit(PAID, "other", 9);
        queue.emit(PAID, "key", 3);

        assertThat(queue.result(id, collector, Duration.ofSeconds(60))).isEqualTo("1 2 3 ");
    }

    @Test
    void letsOneExecutionAnswerAnotherWithoutAKey() throws Exception {
        Task<Integer, Integer> asking = Task.of("asking", Integer.class).returning(Integer.class);
        Task<Integer, @Nullable Void> answering = Task.of("answering", Integer.class);
        started(worker().handle(asking, (n, context) -> context.waitFor(PAID, TIME))
                .run(answering, (n, context) -> context.emit(PAID, n)));
        long id = queue.enqueue(asking, 1).id();

        queue.enqueue(answering, 6);

        assertThat(queue.result(id, asking, Duration.ofSeconds(60))).isEqualTo(6);
    }

    @Test
    void survivesTheRestartOfAllWorkers() throws Exception {
        Worker first = started(orders());
        long id = queue.enqueue(ORDER, "key").id();
        await(id, ExecutionState.WAITING);
        first.stop(Duration.ofSeconds(5));

        queue.emit(PAID, "key", 4);
        started(orders());

        assertThat(result(id)).isEqualTo(4);
    }

    @Test
    void waitsAnewWhenItIsRetriedAfterACancel() throws Exception {
        Worker worker = started(orders());
        long id = queue.enqueue(ORDER, "key").id();
        await(id, ExecutionState.WAITING);
        queue.cancel(id);
        queue.emit(PAID, "key", 1);
        Await.until("looked at", () -> number("select count(*) from downbeat.event_arrival") == 0);

        assertThat(queue.retry(id)).isTrue();

        assertThat(result(id)).isEqualTo(1);
        assertThat(worker.id()).isPresent();
    }
}
