package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.testing.TestClock;
import dev.downbeat.schema.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GateIT extends QueueTestBase {

    private static final Task<String, @Nullable Void> MAIL =
            Task.of("mail", String.class).queue("mail");
    private static final Task<String, @Nullable Void> FAX =
            Task.of("fax", String.class).queue("mail");
    private static final Window NIGHT = Window.daily(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneOffset.UTC);

    private static final long STANDSTILL_NANOS = Duration.ofMillis(700).toNanos();

    private final AtomicInteger mails = new AtomicInteger();
    private final AtomicInteger faxes = new AtomicInteger();

    @Test
    void aPausedTaskIsLeftAndTheOthersOfItsQueueRun() throws Exception {
        queue.enqueue(MAIL, "a");
        queue.enqueue(FAX, "b");

        assertThat(queue.pause(MAIL)).isTrue();
        drain(both());

        assertThat(mails).hasValue(0);
        assertThat(faxes).hasValue(1);
        assertThat(count(ExecutionState.READY)).isEqualTo(1);
    }

    @Test
    void aPausedQueueIsLeft() throws Exception {
        queue.enqueue(MAIL, "a");
        queue.enqueue(FAX, "b");

        queue.pause("mail");
        drain(both());

        assertThat(count(ExecutionState.READY)).isEqualTo(2);
    }

    @Test
    void tellsWhetherItChangedAnything() {
        assertThat(queue.pause("mail")).isTrue();
        assertThat(queue.pause("mail")).isFalse();
        assertThat(queue.resume("mail")).isTrue();
        assertThat(queue.resume("mail")).isFalse();
    }

    @Test
    void aRunningWorkerGoesOnWhenItsQueueIsResumed() throws Exception {
        queue.pause("mail");
        started(both());
        queue.enqueue(MAIL, "a");

        queue.resume("mail");

        Await.until("the mail is sent", () -> mails.get() == 1);
    }

    @Test
    void givesBackWhatItClaimedBeforeThePause() throws Exception {
        int all = 20_000;
        queue.enqueueAll(IntStream.range(0, all).mapToObj(nr -> MAIL.with("a")).toList());
        started(worker().settings(SETTINGS.concurrency(1)).run(MAIL, (mail, context) -> {
            mails.incrementAndGet();
            LockSupport.parkNanos(1_000_000);
        }));
        Await.until("it is at work", () -> mails.get() > 100);

        queue.pause(MAIL);

        Await.until("what did not start is ready again", () -> count(ExecutionState.READY) == all - mails.get());
        assertThat(count(ExecutionState.READY)).isPositive();
    }

    @Test
    void ofAWindowFrom22To6RunsAt23And0559AndNotAt6OrNoon() throws Exception {
        var clock = new TestClock(database);
        queue.enqueue(MAIL, "a");

        clock.set(Instant.parse("2030-06-01T06:00:00Z"));
        drain(nightly());
        clock.set(Instant.parse("2030-06-01T12:00:00Z"));
        drain(nightly());
        assertThat(mails).hasValue(0);

        clock.set(Instant.parse("2030-06-01T23:00:00Z"));
        drain(nightly());
        assertThat(mails).hasValue(1);

        queue.enqueue(MAIL, "b");
        clock.set(Instant.parse("2030-06-02T05:59:00Z"));
        drain(nightly());
        assertThat(mails).hasValue(2);
    }

    @Test
    void neitherOfTwoTasksRunsWhenBothWindowsAreClosed() throws Exception {
        new TestClock(database).set(Instant.parse("2030-06-01T12:00:00Z"));
        queue.enqueue(MAIL, "a");
        queue.enqueue(FAX, "b");

        drain(worker().run(MAIL.windows(NIGHT), (mail, context) -> mails.incrementAndGet())
                .run(FAX.windows(NIGHT), (fax, context) -> faxes.incrementAndGet()));

        assertThat(mails.get() + faxes.get()).isZero();
    }

    private Worker.Builder nightly() {
        return worker().run(MAIL.windows(NIGHT), (mail, context) -> mails.incrementAndGet());
    }

    private Worker.Builder both() {
        return worker().settings(SETTINGS.pollInterval(Duration.ofMinutes(10)))
                .run(MAIL, (mail, context) -> mails.incrementAndGet())
                .run(FAX, (fax, context) -> faxes.incrementAndGet());
    }

    @Test
    void nothingBeginsASecondAfterAPause() throws Exception {
        queue.enqueueAll(
                IntStream.range(0, 40_000).mapToObj(nr -> MAIL.with("a")).toList());
        var lastBegun = new AtomicLong(System.nanoTime());
        for (int i = 0; i < 2; i++) {
            started(worker().settings(SETTINGS.concurrency(2)).run(MAIL, (mail, context) -> {
                mails.incrementAndGet();
                lastBegun.accumulateAndGet(System.nanoTime(), Math::max);
                LockSupport.parkNanos(1_000_000);
            }));
        }

        Promptly.within(Duration.ofSeconds(1), () -> {
            int before = mails.get();
            queue.resume("mail");
            Await.until("they are at work", () -> mails.get() > before + 100);

            queue.pause("mail");
            long paused = System.nanoTime();

            Await.until("nothing begins", () -> System.nanoTime() - lastBegun.get() > STANDSTILL_NANOS);
            assertThat(count(ExecutionState.READY)).isPositive();
            return Duration.ofNanos(lastBegun.get() - paused);
        });
    }
}
