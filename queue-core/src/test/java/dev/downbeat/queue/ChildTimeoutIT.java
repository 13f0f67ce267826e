package dev.downbeat.queue;

import static dev.downbeat.queue.Claimant.completed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.internal.Child;
import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.Transition;
import dev.downbeat.queue.testing.TestClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A child completes at the instant at which its parent's patience ends: one of them decides, and the parent wakes once. */
class ChildTimeoutIT extends ChildrenTestBase {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);
    private static final int ROUNDS = 50;

    private TestClock clock;
    private Claimant worker;

    @BeforeEach
    void join() throws Exception {
        clock = new TestClock(database);
        worker = Claimant.on(queue);
    }

    @AfterEach
    void leave() throws Exception {
        worker.close();
    }

    @Test
    void theChildDecidesWhenItsOutcomeIsJustBeingWritten() throws Exception {
        Claimed child = runningChildOfAnOverdueParent();

        Set<Integer> woken =
                Interleaving.during(database, open -> worker.flush(open, completed(child, "42")), this::timeOut);

        assertThat(woken).isEmpty();
        assertDecided(child, "completed");
    }

    @Test
    void theTimeoutDecidesWhenItIsJustBeingWritten() throws Exception {
        Claimed child = runningChildOfAnOverdueParent();

        Interleaving.during(
                database,
                open -> queue.installation().statements().timeouts().execute(open),
                () -> worker.flush(completed(child, "42")));

        assertDecided(child, "failed");
        assertThat(queue.get(child.id()).orElseThrow().state()).isEqualTo(ExecutionState.COMPLETED);
    }

    @Test
    void oneOfThemDecidesWhenBothComeAtOnce() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Claimed child = runningChildOfAnOverdueParent();
            var together = new CyclicBarrier(2);

            try (var threads = Executors.newFixedThreadPool(2)) {
                Future<?> outcome = threads.submit(() -> {
                    together.await();
                    return worker.flush(completed(child, "42"));
                });
                Future<?> timeout = threads.submit(() -> {
                    together.await();
                    return timeOut();
                });
                outcome.get();
                timeout.get();
            }

            String decided = number("select count(*) from downbeat.step where outcome = 'completed' and execution_id = "
                                    + child.parentId())
                            == 1
                    ? "completed"
                    : "failed";
            assertDecided(child, decided);
            // Out of the way of the next round.
            assertThat(worker.claim(PARENT, 2)).hasSize(1);
        }
    }

    private Claimed runningChildOfAnOverdueParent() throws SQLException {
        long parentId = queue.enqueue(PARENT, 1).id();
        Claimed parent = worker.claim(PARENT, 1).getFirst();
        assertThat(parent.id()).isEqualTo(parentId);
        var child = new Child(
                "ask", queue.installation().taskId(CHILD), queue.installation().queueId(CHILD.queue()), "1", null);
        worker.flush(new Transition.Parked(parent, List.of(child), TIMEOUT.toNanos() / 1_000, false));
        clock.advance(TIMEOUT.plusSeconds(1));
        return worker.claim(CHILD, 1).getFirst();
    }

    private Set<Integer> timeOut() {
        return queue.installation()
                .with("Ending waits", queue.installation().statements().timeouts()::execute);
    }

    private void assertDecided(Claimed child, String outcome) throws Exception {
        long parent = child.parentId();
        assertThat(number("select count(*) from downbeat.step where execution_id = %d and outcome = '%s'"
                        .formatted(parent, outcome)))
                .isEqualTo(1);
        assertThat(number("select count(*) from downbeat.ready where id = " + parent))
                .isEqualTo(1);
        assertThat(number("select count(*) from downbeat.waiting where id = " + parent))
                .isZero();
        assertThat(number("select count(*) from downbeat.running where id in (%d, %d)".formatted(parent, child.id())))
                .isZero();
    }
}
