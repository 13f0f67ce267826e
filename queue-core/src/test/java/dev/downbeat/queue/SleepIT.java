package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.testing.TestClock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SleepIT extends QueueTestBase {

    private static final Task<Integer, Integer> SLEEPER =
            Task.of("sleeper", Integer.class).returning(Integer.class);
    private static final Task<Integer, Integer> OTHER =
            Task.of("other", Integer.class).returning(Integer.class);
    private static final Duration TEN_YEARS = Duration.ofDays(3_652);

    private final AtomicInteger before = new AtomicInteger();
    private TestClock clock;

    @BeforeEach
    void setUp() {
        clock = new TestClock(database);
    }

    private Worker.Builder sleepers(Duration time) {
        return worker().settings(SETTINGS.concurrency(1)).handle(SLEEPER, (n, context) -> {
            context.step("before", Integer.class, before::incrementAndGet);
            context.sleep("rest", time);
            return n;
        });
    }

    @Test
    void sleepsForYearsThroughTheRestartOfAllWorkers() throws Exception {
        long id = queue.enqueue(SLEEPER, 7).id();
        drain(sleepers(TEN_YEARS));

        clock.advance(TEN_YEARS.minusDays(1));
        drain(sleepers(TEN_YEARS));
        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.SCHEDULED);
        clock.advance(Duration.ofDays(2));
        drain(sleepers(TEN_YEARS));

        Execution done = queue.get(id).orElseThrow();
        assertThat(done.state()).isEqualTo(ExecutionState.COMPLETED);
        assertThat(done.attempt()).isEqualTo(1);
        assertThat(before).hasValue(1);
    }

    @Test
    void freesItsSlot() throws Exception {
        var ran = new CountDownLatch(1);
        long id = queue.enqueue(SLEEPER, 7).id();
        started(sleepers(TEN_YEARS).handle(OTHER, (n, context) -> {
            ran.countDown();
            return n;
        }));
        await(id, ExecutionState.SCHEDULED);

        queue.enqueue(OTHER, 1);

        ran.await();
    }

    @Test
    void isCancelledAtOnce() throws Exception {
        long id = queue.enqueue(SLEEPER, 7).id();
        drain(sleepers(TEN_YEARS));

        assertThat(queue.cancel(id)).isTrue();

        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.CANCELLED);
    }
}
