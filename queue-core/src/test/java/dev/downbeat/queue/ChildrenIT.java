package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ChildrenIT extends ChildrenTestBase {

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
    void runsAChainOfFiftyGenerations() throws Exception {
        long id = queue.enqueue(PARENT, 50).id();
        started(worker().handle(PARENT, (n, context) -> n == 0 ? 0 : context.invoke("next", PARENT, n - 1) + 1));

        assertThat(queue.result(id, PARENT, LIMIT)).isEqualTo(50);
    }
}
