package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChildrenIT extends QueueTestBase {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final RetryPolicy AT_ONCE = RetryPolicy.fixed(3, Duration.ZERO);
    private static final Task<Integer, Integer> PARENT =
            Task.of("parent", Integer.class).returning(Integer.class).retry(AT_ONCE);
    private static final Task<Integer, Integer> CHILD =
            Task.of("child", Integer.class).returning(Integer.class).retry(AT_ONCE);
    private static final Task<Integer, Integer> GRANDCHILD =
            Task.of("grandchild", Integer.class).returning(Integer.class).retry(RetryPolicy.never());

    @Test
    void doesNotRunACompletedChildAgainWhenItsParentFails() throws Exception {
        var children = new AtomicInteger();
        long id = queue.enqueue(PARENT, 20).id();
        started(worker().handle(CHILD, (n, context) -> n + children.incrementAndGet())
                .handle(PARENT, (n, context) -> {
                    int answer = context.invoke("ask", CHILD, n);
                    if (context.attempt() == 1) {
                        throw new IllegalStateException("after the child completed");
                    }
                    return answer * 2;
                }));

        assertThat(queue.result(id, PARENT, LIMIT)).isEqualTo(42);
        assertThat(children).hasValue(1);
        assertThat(queue.get(id).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void invokesAcrossTwoQueuesAndTwoWorkers() throws Exception {
        Task<Integer, Integer> elsewhere = CHILD.queue("elsewhere");
        long id = queue.enqueue(PARENT, 1).id();
        started(worker().handle(PARENT, (n, context) -> context.invoke("ask", elsewhere, n) + 1));
        started(worker().handle(elsewhere, (n, context) -> n + 1));

        assertThat(queue.result(id, PARENT, LIMIT)).isEqualTo(3);
    }

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
    void burnsNoAttemptByThreeWaits() throws Exception {
        long id = queue.enqueue(PARENT.retry(RetryPolicy.never()), 1).id();
        started(worker().handle(CHILD, (n, context) -> n + 1)
                .handle(PARENT.retry(RetryPolicy.never()), (n, context) -> {
                    int a = context.invoke("a", CHILD, n);
                    int b = context.invoke("b", CHILD, a);
                    return context.invoke("c", CHILD, b);
                }));

        assertThat(queue.result(id, PARENT, LIMIT)).isEqualTo(4);
        assertThat(queue.get(id).orElseThrow().attempt()).isEqualTo(1);
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

    @Test
    void fansOutToTenThousandAndInWithWorkThatGrowsNoFasterThanTheChildren() throws Exception {
        long few = stepRowsReadFor(1_000);

        long many = stepRowsReadFor(10_000);

        assertThat(many).isLessThan(15 * few);
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(11_002);
    }

    /** Fans out to so many; returns how many rows of steps and waits the database read and wrote for it. */
    private long stepRowsReadFor(int children) throws Exception {
        String work = """
                select sum(seq_tup_read + coalesce(idx_tup_fetch, 0) + n_tup_ins + n_tup_upd + n_tup_del)
                from pg_stat_user_tables where relname in ('step', 'waiting')
                """;
        endSessions();
        long before = number(work);
        long id = queue.enqueue(PARENT, children).id();
        drain(worker().handle(CHILD, (n, context) -> n).handle(PARENT, (n, context) -> {
            var payloads = IntStream.range(0, n).boxed().toList();
            return context.invokeAll("each", CHILD, payloads).stream()
                    .mapToInt(Integer::intValue)
                    .sum();
        }));
        assertThat(queue.result(id, PARENT, LIMIT)).isEqualTo(children * (children - 1) / 2);
        endSessions();
        return number(work) - before;
    }

    /** A session writes down what it counted when it ends, if not before. */
    private void endSessions() throws Exception {
        long now = number("select (extract(epoch from clock_timestamp()) * 1000)::bigint + 1");
        database.dataSource()
                .unwrap(com.zaxxer.hikari.HikariDataSource.class)
                .getHikariPoolMXBean()
                .softEvictConnections();
        String older = """
                select count(*) from pg_stat_activity
                where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()
                    and extract(epoch from backend_start) * 1000 < %d
                """.formatted(now);
        Await.until("the sessions have ended", () -> number(older) == 0);
    }

    @Test
    void runsAChainOfFiftyGenerations() throws Exception {
        long id = queue.enqueue(PARENT, 50).id();
        started(worker().handle(PARENT, (n, context) -> n == 0 ? 0 : context.invoke("next", PARENT, n - 1) + 1));

        assertThat(queue.result(id, PARENT, LIMIT)).isEqualTo(50);
    }

    @Test
    void cancelsTheChildrenOfACancelledParent() throws Exception {
        long id = queue.enqueue(PARENT, 1).id();
        started(worker().handle(PARENT, (n, context) -> context.invoke("ask", CHILD, n)));
        await(id, ExecutionState.WAITING);

        assertThat(queue.cancel(id)).isTrue();

        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.CANCELLED);
        assertThat(queue.list(ExecutionFilter.ALL.childrenOf(id)))
                .hasSize(1)
                .allSatisfy(child -> assertThat(child.state()).isEqualTo(ExecutionState.CANCELLED));
    }

    @Test
    void leavesTheChildrenOfACancelledParentThatKeepsThem() throws Exception {
        Task<Integer, Integer> keeping = PARENT.keepingChildren();
        long id = queue.enqueue(keeping, 1).id();
        started(worker().handle(keeping, (n, context) -> context.invoke("ask", CHILD, n)));
        await(id, ExecutionState.WAITING);

        assertThat(queue.cancel(id)).isTrue();

        long child = queue.list(ExecutionFilter.ALL.childrenOf(id)).getFirst().id();
        assertThat(queue.get(child).orElseThrow().state()).isEqualTo(ExecutionState.READY);
        started(worker().handle(CHILD, (n, context) -> n + 1));
        assertThat(queue.result(child, CHILD, LIMIT)).isEqualTo(2);
        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.CANCELLED);
    }

    @Test
    void interruptsTheRunningGrandchildOfACancelledExecution() throws Exception {
        var running = new CountDownLatch(1);
        long id = queue.enqueue(PARENT, 1).id();
        started(worker().handle(PARENT, (n, context) -> context.invoke("ask", CHILD, n))
                .handle(CHILD, (n, context) -> context.invoke("deeper", GRANDCHILD, n))
                .handle(GRANDCHILD, (n, context) -> {
                    running.countDown();
                    new CountDownLatch(1).await();
                    return n;
                }));
        running.await();

        assertThat(queue.cancel(id)).isTrue();

        Await.until("all three are cancelled", () -> count(ExecutionState.CANCELLED) == 3);
    }

    @Test
    void tellsAParentThatItsChildWasCancelled() throws Exception {
        long id = queue.enqueue(PARENT, 1).id();
        started(worker().handle(PARENT, (n, context) -> {
            try {
                return context.invoke("ask", CHILD, n);
            } catch (ChildCancelledException e) {
                return -7;
            }
        }));
        await(id, ExecutionState.WAITING);

        long child = queue.list(ExecutionFilter.ALL.childrenOf(id)).getFirst().id();
        assertThat(queue.cancel(child)).isTrue();

        assertThat(queue.result(id, PARENT, LIMIT)).isEqualTo(-7);
    }
}
