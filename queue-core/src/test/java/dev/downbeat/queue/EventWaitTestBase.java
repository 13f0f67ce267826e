package dev.downbeat.queue;

import dev.downbeat.queue.testing.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;

/** Orders that wait for their payment. */
abstract class EventWaitTestBase extends QueueTestBase {

    static final Event<Integer> PAID = Event.of("paid", Integer.class);
    static final Task<String, Integer> ORDER =
            Task.of("order", String.class).returning(Integer.class).retry(RetryPolicy.never());
    static final Duration TIME = Duration.ofMinutes(10);

    final List<String> timedOut = new CopyOnWriteArrayList<>();
    TestClock clock;

    @BeforeEach
    void setUp() {
        clock = new TestClock(database);
    }

    /** Waits for the payment of an order, for ten minutes; -1 if none comes. */
    Worker.Builder orders() {
        return worker().handle(ORDER, (key, context) -> {
            try {
                return context.waitFor(PAID, key, TIME);
            } catch (EventTimedOutException e) {
                timedOut.add(e.key());
                return -1;
            }
        });
    }

    int result(long id) throws Exception {
        return queue.result(id, ORDER, Duration.ofSeconds(60));
    }
}
