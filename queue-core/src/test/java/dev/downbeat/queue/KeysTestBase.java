package dev.downbeat.queue;

import dev.downbeat.queue.Enqueued.Outcome;
import dev.downbeat.queue.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;

/** Requests under keys that hold for a time, far longer than any test takes, and what ran of them. */
abstract class KeysTestBase extends QueueTestBase {

    static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);
    static final Duration PERIOD = Duration.ofHours(1);
    static final Duration QUIET = Duration.ofMinutes(10);

    final List<Integer> seen = new CopyOnWriteArrayList<>();
    TestClock clock;

    @BeforeEach
    void setUp() {
        clock = new TestClock(database);
    }

    static Enqueue<Integer> throttled(int payload) {
        return TASK.with(payload).throttle("key", PERIOD);
    }

    static Enqueue<Integer> debounced(int payload) {
        return TASK.with(payload).debounce("key", QUIET, PERIOD);
    }

    static Enqueue<Integer> uniqueForAPeriod(int payload, DedupePolicy policy) {
        return TASK.with(payload).uniqueFor("key", policy, PERIOD);
    }

    void drain() throws Exception {
        drain(worker().run(TASK, (n, context) -> seen.add(n)));
    }

    static List<Outcome> outcomes(List<Enqueued> enqueued) {
        return enqueued.stream().map(Enqueued::outcome).toList();
    }
}
