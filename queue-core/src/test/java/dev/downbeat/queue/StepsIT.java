package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.downbeat.queue.testing.TestClock;
import dev.downbeat.schema.testing.Await;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StepsIT extends QueueTestBase {

    private static final RetryPolicy AT_ONCE = RetryPolicy.fixed(3, Duration.ZERO);
    private static final Task<Integer, Integer> SUM =
            Task.of("sum", Integer.class).returning(Integer.class).retry(AT_ONCE);

    record Quote(String text, Instant when, List<Integer> numbers) {}

    @Test
    void feedsThreeStepsEachRunOnce() throws Exception {
        var runs = new AtomicInteger();
        long id = queue.enqueue(SUM, 1).id();

        drain(worker().handle(SUM, (n, context) -> {
            int a = context.step("first", Integer.class, () -> n + runs.incrementAndGet());
            int b = context.step("second", Integer.class, () -> a * 10 + runs.incrementAndGet());
            return context.step("third", Integer.class, () -> b * 10 + runs.incrementAndGet());
        }));

        assertThat(queue.result(id, SUM, Duration.ofSeconds(60))).isEqualTo(223);
        assertThat(runs).hasValue(3);
    }

    @Test
    void doesNotRepeatFinishedStepsAfterAFailure() throws Exception {
        var firsts = new AtomicInteger();
        var attempts = new ConcurrentLinkedQueue<Integer>();
        long id = queue.enqueue(SUM, 1).id();

        drain(worker().handle(SUM, (n, context) -> {
            attempts.add(context.attempt());
            int first = context.step("first", Integer.class, firsts::incrementAndGet);
            if (context.attempt() < 3) {
                throw new IllegalStateException("not yet");
            }
            return first;
        }));

        assertThat(queue.result(id, SUM, Duration.ofSeconds(60))).isEqualTo(1);
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(number("select count(*) from downbeat.failure where execution_id = " + id))
                .isEqualTo(2);
    }

    @Test
    void givesBackTheStoredValueTypedAfterASleep() throws Exception {
        Task<Integer, Quote> quote = SUM.returning(Quote.class);
        var quoted = new Quote("ça va \"bien\" 🎉", Instant.parse("2026-01-02T03:04:05.678901Z"), List.of(1, 2));
        var runs = new AtomicInteger();
        long id = queue.enqueue(quote, 1).id();
        started(worker().handle(quote, (n, context) -> {
            Quote before = context.step("before", Quote.class, () -> {
                runs.incrementAndGet();
                return quoted;
            });
            context.sleep("pause", Duration.ofMillis(50));
            return context.step("after", Quote.class, () -> before);
        }));

        assertThat(queue.result(id, quote, Duration.ofSeconds(60))).isEqualTo(quoted);
        assertThat(runs).hasValue(1);
        assertThat(queue.get(id).orElseThrow().attempt()).isEqualTo(1);
    }

    @Test
    @SuppressWarnings("NullAway") // a step whose value is null
    void keepsNullFalseZeroAndEmpty() throws Exception {
        Task<Integer, Map<String, String>> task = SUM.returning(new TypeReference<>() {});
        var seen = new ConcurrentHashMap<String, String>();
        queue.enqueue(task, 1);

        drain(worker().handle(task, (n, context) -> {
            String nothing = context.step("null", String.class, () -> fail(context, null));
            boolean no = context.step("false", Boolean.class, () -> fail(context, false));
            int zero = context.step("zero", Integer.class, () -> fail(context, 0));
            String empty = context.step("empty", String.class, () -> fail(context, ""));
            if (context.attempt() == 1) {
                throw new IllegalStateException("again, from the stored steps");
            }
            seen.putAll(Map.of("null", "" + nothing, "false", "" + no, "zero", "" + zero, "empty", "[" + empty + "]"));
            return seen;
        }));

        assertThat(seen)
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("null", "null", "false", "false", "zero", "0", "empty", "[]"));
    }

    /** Returns the value in the first attempt only. */
    private static <T> T fail(TaskContext context, T value) {
        assertThat(context.attempt()).isEqualTo(1);
        return value;
    }

    @Test
    void refusesAStepNameUsedTwiceAndNamesBothPlaces() throws Exception {
        long id = queue.enqueue(SUM, 1).id();

        drain(worker().handle(SUM, (n, context) -> {
            context.step("same", Integer.class, () -> 1);
            return context.step("same", Integer.class, () -> 2);
        }));

        Execution failed = queue.get(id).orElseThrow();
        assertThat(failed.state()).isEqualTo(ExecutionState.FAILED);
        assertThat(error(failed).type()).isEqualTo(DuplicateStepException.class.getName());
        assertThat(error(failed).message().split("StepsIT.java:", -1)).hasSize(3);
    }

    @Test
    void savesStepsOfManyExecutionsTogether() throws Exception {
        queue.enqueueAll(
                java.util.stream.IntStream.range(0, 100).mapToObj(SUM::with).toList());

        drain(worker().handle(SUM, (n, context) -> {
            int sum = 0;
            for (int i = 0; i < 10; i++) {
                int add = i;
                sum += context.step("step " + i, Integer.class, () -> add);
            }
            return sum;
        }));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(100);
        assertThat(number("select count(*) from downbeat.step")).isEqualTo(1_000);
    }

    @Test
    void doesNotRepeatAStepWhoseHandlerWasInterruptedWhileItWasStored() throws Exception {
        var clock = new TestClock(database);
        var works = new AtomicInteger();
        Task<Integer, Integer> task =
                SUM.timeout(Duration.ofSeconds(2)).retry(RetryPolicy.fixed(3, Duration.ofHours(1)));
        long id = queue.enqueue(task, 1).id();
        try (Connection other = database.dataSource().getConnection();
                var statement = other.createStatement()) {
            other.setAutoCommit(false);
            // Whoever stores this step now waits for the end of this transaction.
            statement.execute("insert into downbeat.step (execution_id, name, kind, outcome, result)"
                    + " values (%d, 'once', 'step', 'completed', '0')".formatted(id));

            started(worker().handle(task, (n, context) -> context.step("once", Integer.class, works::incrementAndGet)));
            await(id, ExecutionState.SCHEDULED);
            other.rollback();
        }
        Await.until("the step is stored", () -> number("select count(*) from downbeat.step") == 1);
        clock.advance(Duration.ofHours(2));

        assertThat(queue.result(id, task, Duration.ofSeconds(60))).isEqualTo(1);
        assertThat(works).hasValue(1);
        assertThat(queue.get(id).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void enqueuesOnceWithoutWaitingThoughItsHandlerRunsTwice() throws Exception {
        Task<Integer, @Nullable Void> follower = Task.of("follower", Integer.class);
        var answers = new ConcurrentLinkedQueue<Enqueued>();
        var followed = new AtomicInteger();
        long id = queue.enqueue(SUM, 5).id();

        drain(worker().run(follower, (n, context) -> followed.addAndGet(n)).handle(SUM, (n, context) -> {
            answers.add(context.enqueue("follow", follower.with(n)));
            if (context.attempt() == 1) {
                throw new IllegalStateException("after it was enqueued");
            }
            return n;
        }));

        assertThat(answers).hasSize(2).containsOnly(answers.element());
        assertThat(answers.element().outcome()).isEqualTo(Enqueued.Outcome.CREATED);
        assertThat(followed).hasValue(5);
        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.COMPLETED);
        assertThat(queue.count(ExecutionFilter.ALL)).isEqualTo(2);
    }
}
