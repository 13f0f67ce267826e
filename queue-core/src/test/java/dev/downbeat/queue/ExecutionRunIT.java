package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.schema.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that come to their slot in a worker whose fence thread has not looked at the time, as after a freeze. */
class ExecutionRunIT extends QueueTestBase {

    private static final Task<Integer, Integer> TASK =
            Task.of("task", Integer.class).returning(Integer.class);
    private static final Task<Integer, Integer> BATCHED =
            Task.of("batched", Integer.class).returning(Integer.class).batches(10, Duration.ofMillis(1));
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final long WORKER = 7;

    private final AtomicInteger begun = new AtomicInteger();
    private final Registration registration = new Registration();
    private final Held held = new Held();
    private final Slots slots = new Slots(4);
    private Fence fence;
    private Services services;

    @BeforeEach
    void wire() {
        registration.taken(WORKER);
        fence = new Fence(registration, LEASE, worker -> {});
        Statements statements = queue.installation().statements();
        var connection = new DedicatedConnection(database.dataSource(), LEASE, true);
        var watch = new Watch(List.of());
        var flusher = new Flusher(statements.flush(), connection, SETTINGS, slots, watch, (entries, flushed) -> {});
        var steps = new StepWriter(statements.stepSave(), connection, registration);
        services = new Services(queue.installation(), steps, flusher, held, slots, fence, watch);
    }

    @Test
    void beginsWhileItsLeaseLasts() throws Exception {
        fence.renewed(System.nanoTime());

        offer(run(WORKER, one()));

        assertThat(begun).hasValue(1);
    }

    @Test
    void beginsNothingWhenItsLeaseHasRunOutUnnoticed() throws Exception {
        fence.renewed(System.nanoTime() - LEASE.toNanos());

        offer(run(WORKER, one()));

        assertThat(begun).hasValue(0);
        assertThat(held.count()).isZero();
        assertThat(held.isCertainlyEmpty()).isFalse();
    }

    @Test
    void beginsNothingThatWasClaimedUnderAnEarlierLease() throws Exception {
        fence.renewed(System.nanoTime());

        offer(run(WORKER - 1, one()));

        assertThat(begun).hasValue(0);
        assertThat(held.count()).isZero();
    }

    @Test
    void beginsNoBatchWhenItsLeaseHasRunOutUnnoticed() throws Exception {
        fence.renewed(System.nanoTime() - LEASE.toNanos());

        offer(new BatchRun(List.of(run(WORKER, batch()), run(WORKER, batch())), () -> {}));

        assertThat(begun).hasValue(0);
        assertThat(held.count()).isZero();
        assertThat(held.isCertainlyEmpty()).isFalse();
    }

    private Binding<?, ?> one() {
        return Binding.of(TASK, (n, context) -> begun.incrementAndGet());
    }

    private Binding<?, ?> batch() {
        return Binding.ofBatches(BATCHED, items -> {
            begun.incrementAndGet();
            return List.of();
        });
    }

    private ExecutionRun run(long workerId, Binding<?, ?> binding) {
        var claimed = new Claimed(held.count() + 1, workerId, 1, 1, 1, 0, 0, "1", Map.of());
        var run = new ExecutionRun(claimed, binding, services);
        held.add(run);
        return run;
    }

    private void offer(SlotWork work) throws Exception {
        slots.offer(List.of(work));
        Await.until("it has had its slot", () -> slots.isIdle() && slots.finishedCount() == 1);
    }
}
