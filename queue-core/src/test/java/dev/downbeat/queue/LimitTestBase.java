package dev.downbeat.queue;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Jobs of tenants, and how many of them ran at once. */
abstract class LimitTestBase extends QueueTestBase {

    record Job(String tenant, String text) {}

    static final Task<Job, @Nullable Void> JOB = Task.of("job", Job.class).queue("jobs");
    static final Task<Job, @Nullable Void> OTHER = Task.of("other", Job.class).queue("jobs");
    static final Task<Job, @Nullable Void> THIRD = Task.of("third", Job.class).queue("jobs");

    final AtomicInteger now = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final Map<String, AtomicInteger> nowByTenant = new ConcurrentHashMap<>();
    final AtomicInteger mostOfATenant = new AtomicInteger();

    void inPairs(Job job, CountDownLatch two) throws InterruptedException {
        enter(job);
        two.countDown();
        two.await();
        leave(job);
    }

    void enqueue(Task<Job, @Nullable Void> task, int count, String tenant) {
        queue.enqueueAll(IntStream.range(0, count)
                .mapToObj(nr -> task.with(new Job(tenant, "")))
                .toList());
    }

    void enter(Job job) {
        most.accumulateAndGet(now.incrementAndGet(), Math::max);
        int ofTenant = nowByTenant
                .computeIfAbsent(job.tenant(), key -> new AtomicInteger())
                .incrementAndGet();
        mostOfATenant.accumulateAndGet(ofTenant, Math::max);
    }

    void leave(Job job) {
        now.decrementAndGet();
        Objects.requireNonNull(nowByTenant.get(job.tenant())).decrementAndGet();
    }
}
