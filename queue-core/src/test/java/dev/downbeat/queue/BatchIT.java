package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.schema.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BatchIT extends QueueTestBase {

    private static final Duration LONG = Duration.ofHours(1);
    private static final Task<Integer, Integer> ROWS = Task.of("rows", Integer.class)
            .returning(Integer.class)
            .retry(RetryPolicy.fixed(2, Duration.ZERO))
            .batches(10, LONG);

    private final ConcurrentLinkedQueue<Integer> sizes = new ConcurrentLinkedQueue<>();

    @Test
    void handsOverFullBatchesAndEachExecutionGetsItsResult() throws Exception {
        List<Enqueued> all = enqueue(30);

        started(worker().handleBatches(ROWS, this::doubled));

        for (int i = 0; i < 30; i++) {
            assertThat(queue.result(all.get(i).id(), ROWS, Duration.ofSeconds(60)))
                    .isEqualTo(2 * i);
        }
        assertThat(sizes).containsExactly(10, 10, 10);
    }

    @Test
    void handsOverWhatCameWithinTheTime() throws Exception {
        Task<Integer, Integer> hasty = ROWS.batches(10, Duration.ofMillis(50));
        List<Enqueued> all = enqueue(3);

        started(worker().handleBatches(hasty, this::doubled));

        assertThat(queue.result(all.getLast().id(), hasty, Duration.ofSeconds(60)))
                .isEqualTo(4);
        assertThat(sizes).containsExactly(3);
    }

    @Test
    void aDrainDoesNotWaitForMore() throws Exception {
        enqueue(13);

        drain(worker().handleBatches(ROWS, this::doubled));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(13);
        assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(13);
    }

    @Test
    void oneItemFailsAndIsTriedAgainWhileTheOthersAreDone() throws Exception {
        List<Enqueued> all = enqueue(5);

        drain(worker().handleBatches(
                        ROWS,
                        items -> items.stream()
                                .map(item -> item.payload() == 3
                                        ? BatchOutcome.<Integer>failed(
                                                new IllegalStateException("attempt " + item.attempt()))
                                        : BatchOutcome.done(item.payload()))
                                .toList()));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(4);
        Execution failed = queue.get(all.get(3).id()).orElseThrow();
        assertThat(failed.state()).isEqualTo(ExecutionState.FAILED);
        assertThat(error(failed).message()).isEqualTo("attempt 2");
    }

    @Test
    void allFailIfTheHandlerThrowsOrAnswersForOthers() throws Exception {
        enqueue(2);
        drain(worker().handleBatches(ROWS.retry(RetryPolicy.never()), items -> {
            throw new IllegalStateException("no");
        }));
        enqueue(2);
        drain(worker().handleBatches(ROWS.retry(RetryPolicy.never()), items -> List.of(BatchOutcome.done(1))));

        assertThat(queue.list(ExecutionFilter.ALL))
                .hasSize(4)
                .allSatisfy(execution -> assertThat(execution.state()).isEqualTo(ExecutionState.FAILED));
    }

    @Test
    void aPayloadThatDoesNotFitFailsByItself() throws Exception {
        Task<String, @Nullable Void> wrong = Task.of("rows", String.class);
        long bad = queue.enqueue(wrong, "no number").id();
        enqueue(2);

        drain(worker().handleBatches(ROWS, this::doubled));

        assertThat(queue.get(bad).orElseThrow().state()).isEqualTo(ExecutionState.FAILED);
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(2);
    }

    @Test
    void anItemThatIsCancelledEndsSoAndTheOthersAreDone() throws Exception {
        var begun = new CountDownLatch(1);
        List<Enqueued> all = enqueue(10);
        started(worker().handleBatches(ROWS, items -> {
            begun.countDown();
            Await.until("one item is told", () -> items.stream().anyMatch(BatchItem::cancelled));
            return doubled(items);
        }));
        begun.await();

        queue.cancel(all.get(4).id());

        await(all.get(4).id(), ExecutionState.CANCELLED);
        Await.until("the others are done", () -> count(ExecutionState.COMPLETED) == 9);
    }

    @Test
    void aBatchThatTakesTooLongIsInterruptedAndAllItsItemsTimeOut() throws Exception {
        Task<Integer, Integer> slow = ROWS.timeout(Duration.ofMillis(50)).retry(RetryPolicy.never());
        enqueue(3);

        drain(worker().handleBatches(slow, items -> {
            new CountDownLatch(1).await();
            return doubled(items);
        }));

        assertThat(queue.list(ExecutionFilter.ALL))
                .hasSize(3)
                .allSatisfy(execution -> assertThat(error(execution).kind()).isEqualTo(ExecutionError.Kind.TIMEOUT));
    }

    @Test
    void whatWaitsForMoreIsGivenBackByAStop() throws Exception {
        enqueue(3);
        Worker worker = started(worker().handleBatches(ROWS, this::doubled));
        Await.until("they are claimed", () -> count(ExecutionState.RUNNING) == 3);

        worker.stop(Duration.ofSeconds(2));

        assertThat(count(ExecutionState.READY)).isEqualTo(3);
        assertThat(queue.list(ExecutionFilter.ALL))
                .allSatisfy(execution -> assertThat(execution.attempt()).isEqualTo(1));
    }

    @Test
    void aBatchKeepsToALimit() throws Exception {
        enqueue(20);
        var most = new ConcurrentLinkedQueue<Integer>();

        drain(worker().handleBatches(ROWS.limits(Limit.concurrency(4)), items -> {
            most.add(items.size());
            return doubled(items);
        }));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(20);
        assertThat(most).allMatch(size -> size <= 4);
    }

    @Test
    void aHandlerMustFitItsTask() {
        assertThatThrownBy(() -> worker().handle(ROWS, (n, context) -> n)).hasMessageContaining("batch handler");
        assertThatThrownBy(() -> worker().handleBatches(Task.of("single", Integer.class), items -> List.of()))
                .hasMessageContaining("Task.batches");
        assertThatThrownBy(() -> ROWS.batches(0, Duration.ZERO)).hasMessageContaining("1 to 10 000");
    }

    @Test
    void runsWhatHasNoResult() throws Exception {
        Task<String, @Nullable Void> lines = Task.of("lines", String.class).batches(100, Duration.ZERO);
        queue.enqueueAll(List.of(lines.with("a"), lines.with("b")));
        Map<String, Long> seen = new java.util.concurrent.ConcurrentHashMap<>();

        drain(worker().runBatches(
                        lines,
                        items -> seen.putAll(
                                items.stream().collect(Collectors.toMap(BatchItem::payload, BatchItem::executionId)))));

        assertThat(seen).containsOnlyKeys("a", "b");
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(2);
    }

    private List<Enqueued> enqueue(int count) {
        return queue.enqueueAll(IntStream.range(0, count).mapToObj(ROWS::with).toList());
    }

    private List<BatchOutcome<Integer>> doubled(List<BatchItem<Integer>> items) {
        sizes.add(items.size());
        return items.stream().map(item -> BatchOutcome.done(2 * item.payload())).toList();
    }
}
