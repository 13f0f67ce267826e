package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.queue.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgeingIT extends QueueTestBase {

    private static final Duration STEP = Duration.ofMinutes(1);
    private static final Task<String, @Nullable Void> TASK = Task.of("task", String.class);

    private final ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();

    @Test
    void whatHasWaitedForStepsGoesBeforeWhatIsMoreUrgentAndNew() throws Exception {
        var clock = new TestClock(database);
        queue.ageing(Task.DEFAULT_QUEUE, STEP);
        queue.enqueue(TASK.with("old").priority(2));
        for (int step = 0; step < 3; step++) {
            clock.advance(STEP.plusSeconds(1));
            queue.enqueue(TASK.with("urgent " + step).priority(0));
            age();
        }

        drainInOrder();

        assertThat(order).containsExactly("old", "urgent 0", "urgent 1", "urgent 2");
    }

    @Test
    void nothingRisesWithoutTheOption() throws Exception {
        var clock = new TestClock(database);
        queue.ageing(Task.DEFAULT_QUEUE, STEP);
        queue.ageing(Task.DEFAULT_QUEUE, Duration.ZERO);
        queue.enqueue(TASK.with("old").priority(2));
        queue.enqueue(TASK.with("urgent").priority(0));
        clock.advance(STEP.multipliedBy(5));
        age();

        drainInOrder();

        assertThat(order).containsExactly("urgent", "old");
    }

    @Test
    void risesOnceInAStepHoweverOftenWorkersLookAndNotAboveTheFirst() throws Exception {
        var clock = new TestClock(database);
        queue.ageing(Task.DEFAULT_QUEUE, STEP);
        long first = queue.enqueue(TASK.with("first").priority(0)).id();
        long third = queue.enqueue(TASK.with("third").priority(3)).id();
        clock.advance(STEP.plusSeconds(1));

        age();
        age();

        assertThat(queue.get(third).orElseThrow().priority()).isEqualTo(2);
        for (int step = 0; step < 5; step++) {
            clock.advance(STEP.plusSeconds(1));
            age();
        }
        assertThat(List.of(
                        queue.get(first).orElseThrow().priority(),
                        queue.get(third).orElseThrow().priority()))
                .containsExactly(0, 0);
    }

    @Test
    void refusesAStepThatIsTooShort() {
        assertThatThrownBy(() -> queue.ageing(Task.DEFAULT_QUEUE, Duration.ofMillis(10)))
                .hasMessageContaining("at least 1 s");
    }

    private void age() throws Exception {
        try (var connection = database.dataSource().getConnection()) {
            queue.installation().statements().ageing().execute(connection);
        }
    }

    private void drainInOrder() throws InterruptedException {
        drain(worker().settings(SETTINGS.concurrency(1)).run(TASK, (name, context) -> order.add(name)));
    }
}
