package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.schema.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a parent learns of children that failed, or took too long. */
class ChildFailuresIT extends ChildrenTestBase {

    @Test
    void tellsChildAndGrandparentOfAFailedGrandchild() throws Exception {
        long id = queue.enqueue(PARENT, 1).id();
        var told = new ConcurrentLinkedQueue<String>();
        started(worker().handle(GRANDCHILD, (n, context) -> {
                    throw new IllegalArgumentException("no good");
                })
                .handle(CHILD, (n, context) -> {
                    try {
                        return context.invoke("deeper", GRANDCHILD, n);
                    } catch (ChildFailedException e) {
                        told.add("child: " + e.error().message());
                        throw e;
                    }
                })
                .handle(PARENT, (n, context) -> {
                    try {
                        return context.invoke("deep", CHILD, n);
                    } catch (ChildFailedException e) {
                        told.add("parent: " + e.error().type());
                        return context.invoke("fallback", GRANDCHILD, -1);
                    }
                }));

        Execution failed = Await.get(
                "the parent ends",
                () -> queue.get(id).orElseThrow(),
                e -> e.state().isTerminal());

        assertThat(failed.state()).isEqualTo(ExecutionState.FAILED);
        assertThat(told).contains("child: no good", "parent: " + ChildFailedException.class.getName());
    }

    @Test
    void letsAParentCatchAFailureAndInvokeAFallback() throws Exception {
        long id = queue.enqueue(PARENT, 5).id();
        started(worker().handle(GRANDCHILD, (n, context) -> {
                    throw new IllegalArgumentException("no good");
                })
                .handle(CHILD, (n, context) -> n * 10)
                .handle(PARENT, (n, context) -> {
                    try {
                        return context.invoke("first choice", GRANDCHILD, n);
                    } catch (ChildFailedException e) {
                        return context.invoke("fallback", CHILD, n);
                    }
                }));

        assertThat(queue.result(id, PARENT, LIMIT)).isEqualTo(50);
    }

    @Test
    void letsAParentCatchATimeoutAndInvokeAFallback() throws Exception {
        var release = new CountDownLatch(1);
        long id = queue.enqueue(PARENT, 5).id();
        started(worker().handle(GRANDCHILD, (n, context) -> {
                    release.await();
                    return n;
                })
                .handle(CHILD, (n, context) -> n * 10)
                .handle(PARENT, (n, context) -> {
                    try {
                        return context.invoke("too slow", GRANDCHILD, n, Duration.ofMillis(100));
                    } catch (ChildTimedOutException e) {
                        return context.invoke("fallback", CHILD, n);
                    }
                }));

        assertThat(queue.result(id, PARENT, LIMIT)).isEqualTo(50);
        release.countDown();
    }

    @Test
    void seesExactlyOneOutcomeWhenAChildCompletesAsItsParentTimesOut() throws Exception {
        int parents = 60;
        var inside = new AtomicInteger();
        var overlaps = new AtomicInteger();
        var outcomes = new ConcurrentLinkedQueue<Integer>();
        Task<Integer, Integer> racing = PARENT.queue("racing");
        List<Long> ids = queue
                .enqueueAll(IntStream.range(0, parents).mapToObj(racing::with).toList())
                .stream()
                .map(Enqueued::id)
                .toList();
        var running = new java.util.concurrent.ConcurrentHashMap<Long, AtomicInteger>();
        Handler<Integer, Integer> parent = (n, context) -> {
            var mine = running.computeIfAbsent(context.executionId(), key -> new AtomicInteger());
            if (mine.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            inside.incrementAndGet();
            try {
                int answer;
                try {
                    answer = context.invoke("race", CHILD, n, Duration.ofMillis(20));
                } catch (ChildTimedOutException e) {
                    answer = -1;
                }
                outcomes.add(answer);
                return answer;
            } finally {
                mine.decrementAndGet();
            }
        };
        Handler<Integer, Integer> child = (n, context) -> {
            // Spread around the parent's timeout.
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(n % 40).toNanos());
            return n;
        };
        started(worker().handle(racing, parent));
        started(worker().handle(CHILD, child));
        started(worker().handle(racing, parent).handle(CHILD, child));

        for (long id : ids) {
            int seen = queue.result(id, racing, LIMIT);
            assertThat(seen == -1 || seen >= 0).isTrue();
        }

        assertThat(outcomes).hasSize(parents);
        assertThat(overlaps).hasValue(0);
        assertThat(inside).hasValue(2 * parents);
        assertThat(number("select count(*) from downbeat.waiting")).isZero();
        assertThat(number("select count(*) from downbeat.step where outcome is null"))
                .isZero();
    }
}
