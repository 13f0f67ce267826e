package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.schema.testing.Await;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ChildCancelIT extends ChildrenTestBase {

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
