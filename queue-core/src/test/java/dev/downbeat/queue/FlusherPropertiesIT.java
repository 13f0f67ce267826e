package dev.downbeat.queue;

import static dev.downbeat.queue.Claimant.completed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.schema.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;

/** Whatever the sizes, the pauses and the threads: each outcome is written once, in batches that are not too large. */
class FlusherPropertiesIT {

    private static final Task<Integer, Integer> TASK =
            Task.of("task", Integer.class).returning(Integer.class);

    private final TestDatabase database = TestDatabase.fresh();
    private final Queue queue = Queue.on(database.dataSource());

    @AfterProperty
    void close() {
        database.close();
    }

    @Property(tries = 25)
    void writesEachOutcomeOnce(
            @ForAll @IntRange(min = 1, max = 300) int outcomes,
            @ForAll @IntRange(min = 1, max = 60) int flushBatch,
            @ForAll @IntRange(max = 20) int intervalMillis,
            @ForAll @IntRange(min = 1, max = 4) int threads)
            throws Exception {
        long before = queue.count(ExecutionFilter.ALL.in(ExecutionState.COMPLETED));
        queue.enqueueAll(IntStream.range(0, outcomes).mapToObj(TASK::with).toList());
        var batches = new CopyOnWriteArrayList<Integer>();
        var written = new CopyOnWriteArrayList<Long>();
        var slots = new Slots(1);
        WorkerSettings settings =
                WorkerSettings.DEFAULT.flushBatch(flushBatch).flushInterval(Duration.ofMillis(intervalMillis));
        try (Claimant worker = Claimant.on(queue);
                var connection = new DedicatedConnection(database.dataSource(), Duration.ofSeconds(10), true)) {
            List<Claimed> claimed = worker.claim(TASK, outcomes);
            var flusher = new Flusher(
                    queue.installation().statements().flush(),
                    connection,
                    settings,
                    slots,
                    new Watch(List.of()),
                    (entries, flushed) -> {
                        batches.add(entries.size());
                        entries.forEach(entry ->
                                written.add(entry.transition().claimed().id()));
                    });
            Thread duty = Thread.ofPlatform().start(flusher);

            add(flusher, claimed, threads);
            flusher.stop(System.nanoTime() + TimeUnit.SECONDS.toNanos(20));
            duty.join();

            assertThat(written)
                    .containsExactlyInAnyOrderElementsOf(
                            claimed.stream().map(Claimed::id).toList());
            assertThat(batches).allSatisfy(size -> assertThat(size).isBetween(1, flushBatch));
            assertThat(flusher.staleCount()).isZero();
        }
        assertThat(queue.count(ExecutionFilter.ALL.in(ExecutionState.COMPLETED)) - before)
                .isEqualTo(outcomes);
    }

    private void add(Flusher flusher, List<Claimed> claimed, int threads) throws Exception {
        Binding<Integer, Integer> binding = Binding.of(TASK, (n, context) -> n);
        var adding = new ArrayList<Callable<Boolean>>();
        for (int thread = 0; thread < threads; thread++) {
            int first = thread;
            adding.add(() -> {
                for (int nr = first; nr < claimed.size(); nr += threads) {
                    var run = new ExecutionRun(claimed.get(nr), binding, services(flusher));
                    flusher.add(run, completed(claimed.get(nr), null));
                }
                return true;
            });
        }
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (var part : pool.invokeAll(adding)) {
                part.get();
            }
        }
    }

    private Services services(Flusher flusher) {
        var registration = new Registration();
        var connection = new DedicatedConnection(database.dataSource(), Duration.ofSeconds(10), true);
        return new Services(
                queue.installation(),
                new StepWriter(queue.installation().statements().stepSave(), connection, registration),
                flusher,
                new Held(),
                new Slots(1),
                new Fence(registration, Duration.ofMinutes(1), worker -> {}),
                new Watch(List.of()));
    }
}
