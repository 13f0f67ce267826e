package dev.downbeat.queue.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.queue.ExecutionFilter;
import dev.downbeat.queue.RetryPolicy;
import dev.downbeat.queue.Task;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class QueueExtensionIT {

    private record Receipt(int order, String email) {}

    private static final Task<Receipt, String> SEND =
            Task.of("send", Receipt.class).returning(String.class).retry(RetryPolicy.fixed(2, Duration.ofHours(1)));

    private final AtomicBoolean mailWorks = new AtomicBoolean(true);

    @RegisterExtension
    final QueueExtension downbeat = QueueExtension.with(worker -> worker.handle(SEND, (receipt, context) -> {
        if (!mailWorks.get()) {
            throw new IllegalStateException("no mail today");
        }
        return "sent to " + receipt.email();
    }));

    @Test
    void runsNothingBeforeTheDrainAndAllInIt() throws Exception {
        long id =
                downbeat.queue().enqueue(SEND, new Receipt(1, "a@example.org")).id();
        downbeat.assertThat(id).isReady();

        downbeat.drain();

        downbeat.assertThat(id).isCompleted().hasResult("sent to a@example.org").tookAttempts(1);
    }

    @Test
    void triesAgainWhenTheClockIsSetAhead() throws Exception {
        mailWorks.set(false);
        long id =
                downbeat.queue().enqueue(SEND, new Receipt(1, "a@example.org")).id();
        downbeat.drain();
        downbeat.assertThat(id).isScheduled();

        mailWorks.set(true);
        downbeat.clock().advance(Duration.ofMinutes(61));
        downbeat.drain();

        downbeat.assertThat(id).isCompleted().tookAttempts(2);
    }

    @Test
    void tellsWhatAnExecutionFailedWith() throws Exception {
        mailWorks.set(false);
        long id =
                downbeat.queue().enqueue(SEND, new Receipt(1, "a@example.org")).id();
        downbeat.drain();
        downbeat.clock().advance(Duration.ofHours(2));
        downbeat.drain();

        downbeat.assertThat(id).failedWith("no mail today");
        assertThatThrownBy(() -> downbeat.assertThat(id).isCompleted())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("COMPLETED");
    }

    @Test
    void givesEachTestADatabaseOfItsOwn() throws Exception {
        assertThat(downbeat.queue().list(ExecutionFilter.ALL)).isEmpty();
    }
}
