package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

class SlotsTest {

    private static final int MANY = 5_000;

    private final Slots slots = slots(1);

    @Test
    void runsOneAfterTheOtherOnAThread() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();

        run(Collections.nCopies(MANY, () -> threads.add(Thread.currentThread())));

        assertThat(threads).hasSizeLessThan(MANY / 2);
    }

    @Test
    void letsTheNextFindNeitherTheMdcNorAnInterrupt() throws InterruptedException {
        Queue<String> found = new ConcurrentLinkedQueue<>();

        run(Collections.nCopies(MANY, () -> {
            if (Thread.currentThread().isInterrupted()) {
                found.add("an interrupt");
            }
            if (MDC.get("left") != null) {
                found.add("the MDC");
            }
            MDC.put("left", "behind");
            Thread.currentThread().interrupt();
        }));

        assertThat(found).isEmpty();
    }

    @Test
    void goesOnAfterWorkThatThrows() throws InterruptedException {
        List<Runnable> works = new ArrayList<>();
        works.add(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, expected) -> {});
            throw new AssertionError("expected");
        });
        works.add(() -> {});

        run(works);

        assertThat(slots.finishedCount()).isEqualTo(2);
        assertThat(slots.free()).isEqualTo(1);
    }

    @Test
    void letsOtherThreadsHaveTheProcessorsWhileThereIsShortWorkWithoutEnd() throws InterruptedException {
        Slots busy = slots(100);
        var ran = new CountDownLatch(1);
        for (int i = 0; i < 100; i++) {
            offerUntil(busy, ran);
        }

        Thread.ofVirtual().start(ran::countDown);

        boolean inTime = ran.await(20, TimeUnit.SECONDS);
        ran.countDown();
        assertThat(inTime).isTrue();
    }

    /** Work that offers itself again, as long as nobody counted down. */
    private static void offerUntil(Slots slots, CountDownLatch end) {
        slots.offer(List.of(work(() -> {
            if (end.getCount() > 0) {
                offerUntil(slots, end);
            }
        })));
    }

    private static Slots slots(int concurrency) {
        var slots = new Slots(concurrency);
        slots.listen(() -> {}, () -> {});
        return slots;
    }

    /** Returns when all of it has ended. */
    private void run(List<Runnable> works) throws InterruptedException {
        var left = new CountDownLatch(works.size());
        slots.offer(works.stream().map(work -> work(work, left)).toList());
        assertThat(left.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static SlotWork work(Runnable work) {
        return work(work, new CountDownLatch(1));
    }

    private static SlotWork work(Runnable work, CountDownLatch left) {
        return new SlotWork() {
            @Override
            public void run() {
                work.run();
            }

            @Override
            public List<ExecutionRun> members() {
                return List.of();
            }

            @Override
            public void left() {
                left.countDown();
            }
        };
    }
}
