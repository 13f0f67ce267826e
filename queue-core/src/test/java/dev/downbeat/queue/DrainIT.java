package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.internal.Claim;
import dev.downbeat.queue.internal.Claimed;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DrainIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> COUNT = Task.of("count", Integer.class);

    @Test
    void completesFiveQueuedExecutionsAndReturns() throws Exception {
        List<Enqueued> enqueued =
                queue.enqueueAll(IntStream.range(0, 5).mapToObj(COUNT::with).toList());

        drain(worker().run(COUNT, (n, context) -> {}));

        assertThat(enqueued).allSatisfy(one -> {
            assertThat(one.outcome()).isEqualTo(Enqueued.Outcome.CREATED);
            assertThat(queue.get(one.id()).orElseThrow().state()).isEqualTo(ExecutionState.COMPLETED);
        });
    }

    @Test
    void runsEachOfFiftyOnceInBatchesOfTen() throws Exception {
        queue.enqueueAll(IntStream.range(0, 50).mapToObj(COUNT::with).toList());
        var seen = new ConcurrentHashMap<Integer, AtomicInteger>();

        drain(worker().settings(SETTINGS.fetchBatch(10))
                .run(
                        COUNT,
                        (n, context) -> seen.computeIfAbsent(n, key -> new AtomicInteger())
                                .incrementAndGet()));

        assertThat(seen).hasSize(50).allSatisfy((n, runs) -> assertThat(runs).hasValue(1));
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(50);
    }

    @Test
    void runsAChainOfFollowUpsInOneCall() throws Exception {
        queue.enqueue(COUNT, 1);

        drain(worker().run(COUNT, (n, context) -> {
            if (n < 10) {
                queue.enqueue(COUNT, n + 1);
            }
        }));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(10);
    }

    @Test
    void returnsAtOnceWhenThereIsNothing() throws Exception {
        drain(worker().run(COUNT, (n, context) -> {}));

        assertThat(queue.count(ExecutionFilter.ALL)).isZero();
    }

    @Test
    void leavesAnUnknownTaskForAWorkerThatKnowsIt() throws Exception {
        Task<Integer, @Nullable Void> unknown = Task.of("unknown", Integer.class);
        long id = queue.enqueue(unknown, 1).id();
        queue.enqueue(COUNT, 1);

        drain(worker().run(COUNT, (n, context) -> {}));

        Execution left = queue.get(id).orElseThrow();
        assertThat(left.state()).isEqualTo(ExecutionState.READY);
        assertThat(left.attempt()).isEqualTo(1);
        assertThat(number("select run from downbeat.ready where id = " + id)).isEqualTo(1);
        assertThat(queue.list(ExecutionFilter.ALL.task(unknown).in(ExecutionState.READY)))
                .extracting(Execution::id)
                .containsExactly(id);
        drain(worker().run(unknown, (n, context) -> {}));
        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.COMPLETED);
    }

    @Test
    void claimsByPriorityThenInOrder() throws Exception {
        long third = queue.enqueue(COUNT.with(3).priority(5)).id();
        long fourth = queue.enqueue(COUNT.with(4).priority(5)).id();
        long first = queue.enqueue(COUNT.with(1).priority(-1)).id();
        long second = queue.enqueue(COUNT.with(2)).id();
        var installation = queue.installation();
        int[] tasks = {installation.taskId(COUNT)};
        int queueId = installation.queueId(COUNT.queue());

        try (var connection = database.dataSource().getConnection()) {
            var statements = installation.statements();
            long workerId =
                    statements.lease().take(connection, "claims", "here", 1, 1, java.time.Duration.ofMinutes(1));
            var two = statements.claim().execute(connection, workerId, queueId, tasks, Claim.Place.HEAD, 2);
            var rest = statements.claim().execute(connection, workerId, queueId, tasks, two.last(), 10);

            assertThat(two.executions()).extracting(Claimed::id).containsExactly(first, second);
            assertThat(rest.executions()).extracting(Claimed::id).containsExactly(third, fourth);
        }
    }

    @Test
    void returnsTheResult() throws Exception {
        Task<Integer, String> spell = COUNT.returning(String.class);
        long id = queue.enqueue(spell, 7).id();

        drain(worker().handle(spell, (n, context) -> "seven is " + n));

        assertThat(queue.result(id, spell, java.time.Duration.ofSeconds(60))).isEqualTo("seven is 7");
    }
}
