package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.queue.Enqueued.Outcome;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keys that hold for a time, by themselves and in a caller's transaction. */
class KeysIT extends KeysTestBase {

    @Test
    void staysUniqueForThePeriodThoughTheFirstHasFinished() throws Exception {
        Enqueued first = queue.enqueue(uniqueForAPeriod(1, DedupePolicy.SKIP));
        drain();

        assertThat(queue.enqueue(uniqueForAPeriod(2, DedupePolicy.REPLACE)))
                .isEqualTo(new Enqueued(first.id(), Outcome.SKIPPED));
        assertThatThrownBy(() -> queue.enqueue(uniqueForAPeriod(3, DedupePolicy.ERROR)))
                .isInstanceOf(DuplicateExecutionException.class);
        clock.advance(PERIOD.plusMinutes(1));
        assertThat(queue.enqueue(uniqueForAPeriod(4, DedupePolicy.SKIP)).outcome())
                .isEqualTo(Outcome.CREATED);
    }

    @Test
    void staysUniqueBeyondThePeriodWhileTheFirstIsLive() throws Exception {
        Enqueued first = queue.enqueue(uniqueForAPeriod(1, DedupePolicy.SKIP).delay(Duration.ofHours(1)));
        clock.advance(PERIOD.multipliedBy(2));

        assertThat(queue.enqueue(uniqueForAPeriod(2, DedupePolicy.SKIP)))
                .isEqualTo(new Enqueued(first.id(), Outcome.SKIPPED));
        assertThat(queue.enqueue(uniqueForAPeriod(3, DedupePolicy.REPLACE)).outcome())
                .isEqualTo(Outcome.REPLACED);

        drain();
        assertThat(seen).containsExactly(3);
    }

    @Test
    void leavesTheCallersTransactionAsItWasWhenAKeyIsTaken() throws Exception {
        queue.enqueue(TASK.with(1).dedupeKey("taken", DedupePolicy.SKIP));
        try (Connection connection = database.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            QueueTransaction transaction = queue.in(connection);
            transaction.enqueue(TASK, 2);

            assertThatThrownBy(() -> transaction.enqueueAll(List.of(
                            TASK.with(3).dedupeKey("free", DedupePolicy.ERROR),
                            TASK.with(4),
                            TASK.with(5).dedupeKey("taken", DedupePolicy.ERROR))))
                    .isInstanceOf(DuplicateExecutionException.class);

            connection.commit();
        }
        drain();
        assertThat(seen).containsExactlyInAnyOrder(1, 2);
        assertThat(number("select count(*) from downbeat.dedupe")).isZero();
    }

    @Test
    void forgetsPeriodsThatAreOver() throws Exception {
        queue.enqueueAll(List.of(throttled(1), debounced(2), uniqueForAPeriod(3, DedupePolicy.SKIP)));
        clock.advance(Duration.ofDays(2));
        drain();

        queue.prune();

        assertThat(number("select count(*) from downbeat.key_period")).isZero();
    }

    @Test
    void refusesPeriodsThatMakeNoSense() {
        assertThatThrownBy(() -> TASK.with(1).throttle("key", Duration.ZERO)).hasMessageContaining("period");
        assertThatThrownBy(() -> TASK.with(1).debounce("key", QUIET, Duration.ofDays(40_000)))
                .hasMessageContaining("maximum wait");
        assertThatThrownBy(() -> debounced(1).delay(PERIOD)).hasMessageContaining("debounce");
    }
}
