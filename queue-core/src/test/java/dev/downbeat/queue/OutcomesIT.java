package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.downbeat.queue.internal.Flush;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomesIT extends QueueTestBase {

    private static final Task<Integer, String> SPELL =
            Task.of("spell", Integer.class).returning(String.class).retry(RetryPolicy.fixed(3, Duration.ZERO));

    @Test
    void failsOnlyTheOneAmongAHundredThatCannotBeStored() throws Exception {
        queue.enqueueAll(IntStream.range(0, 100).mapToObj(SPELL::with).toList());

        drain(worker().handle(SPELL, (n, context) -> n == 42 ? "a NUL \0 inside" : "fine"));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(99);
        assertThat(queue.list(ExecutionFilter.ALL.in(ExecutionState.FAILED)))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(payload(failed).asInt()).isEqualTo(42);
                    assertThat(error(failed).message()).contains("NUL");
                });
    }

    @Test
    void anEmptyBatchChangesNothing() throws Exception {
        try (var connection = database.dataSource().getConnection()) {
            var flushed = queue.installation().statements().flush().execute(connection, List.of());

            assertThat(flushed).isEqualTo(new Flush.Flushed(0, Set.of()));
        }
    }

    @Test
    void findsByHalvesWhatOnlyTheServerRefuses() throws Exception {
        database.execute(
                "alter table downbeat.history_default add constraint no_secret check (result #>> '{}' is distinct from 'secret')");
        queue.enqueueAll(IntStream.range(0, 100).mapToObj(SPELL::with).toList());

        drain(worker().handle(SPELL, (n, context) -> n == 42 ? "secret" : "fine"));

        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(99);
        assertThat(queue.list(ExecutionFilter.ALL.in(ExecutionState.FAILED)))
                .singleElement()
                .satisfies(failed -> assertThat(error(failed).message()).contains("cannot be stored", "no_secret"));
    }

    @Test
    void changesNothingWhenALateWorkerReturns() throws Exception {
        var slowRuns = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        long id = queue.enqueue(SPELL, 1).id();
        // A lease so long that it does not notice by itself.
        Worker slow =
                started(worker().settings(SETTINGS.lease(Duration.ofHours(1))).handle(SPELL, (n, context) -> {
                    slowRuns.countDown();
                    awaitIgnoringInterrupts(release);
                    return "late";
                }));
        slowRuns.await();
        database.execute("update downbeat.worker set lease_until = now() - interval '1 second'");

        started(worker().handle(SPELL, (n, context) -> "in time"));

        assertThat(queue.result(id, SPELL, Duration.ofSeconds(60))).isEqualTo("in time");
        release.countDown();
        slow.stop(Duration.ofSeconds(5));
        assertThat(queue.result(id, SPELL, Duration.ofSeconds(60))).isEqualTo("in time");
        assertThat(queue.get(id).orElseThrow().attempt()).isEqualTo(2);
        assertThat(number("select count(*) from downbeat.history")).isEqualTo(1);
    }

    private static void awaitIgnoringInterrupts(CountDownLatch latch) {
        while (true) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // as bad handlers do
            }
        }
    }

    @Test
    void recordsTheOutcomeAndTheCallersSqlTogether() throws Exception {
        database.execute("create table ledger (entry text)");
        Task<Integer, @Nullable Void> next = Task.of("next", Integer.class);
        long id = queue.enqueue(SPELL, 1).id();

        drain(worker().run(next, (n, context) -> {}).handle(SPELL, (n, context) -> {
            context.complete("done", transaction -> {
                transaction.sql().execute("insert into ledger values ('entry')");
                return transaction.enqueue(next, 2);
            });
            return "ignored";
        }));

        assertThat(queue.result(id, SPELL, Duration.ofSeconds(60))).isEqualTo("done");
        assertThat(number("select count(*) from ledger")).isEqualTo(1);
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(2);
    }

    @Test
    void rollsBothBackWhenTheCallersSqlFails() throws Exception {
        database.execute("create table ledger (entry text)");
        long id = queue.enqueue(SPELL, 1).id();

        drain(worker().handle(SPELL, (n, context) -> {
            context.complete("done", transaction -> {
                transaction.sql().execute("insert into ledger values ('entry')");
                throw new IllegalStateException("no");
            });
            return "never";
        }));

        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.FAILED);
        assertThat(number("select count(*) from ledger")).isZero();
    }

    @Test
    void refusesToCompleteWithoutTheLease() throws Exception {
        database.execute("create table ledger (entry text)");
        var caught = new java.util.concurrent.CompletableFuture<Throwable>();
        queue.enqueue(SPELL, 1);

        Worker worker =
                started(worker().settings(SETTINGS.lease(Duration.ofHours(1))).handle(SPELL, (n, context) -> {
                    database.execute("update downbeat.running set run = run + 1");
                    try {
                        context.complete(
                                "done", transaction -> transaction.sql().execute("insert into ledger values ('x')"));
                    } catch (LeaseLostException e) {
                        caught.complete(e);
                    }
                    return "stale";
                }));

        assertThat(caught.get()).hasMessageContaining("Lease lost");
        worker.stop(Duration.ofSeconds(5));
        assertThat(number("select count(*) from ledger")).isZero();
        assertThat(number("select count(*) from downbeat.history")).isZero();
    }

    @Test
    void refusesAPayloadThatDoesNotFitAtEnqueueWithItsPath() {
        record Inner(int count) {}
        record Outer(java.util.List<Inner> inners) {}
        @SuppressWarnings({"unchecked", "rawtypes"})
        Enqueue<?> wrong = ((Task) Task.of("outer", Outer.class))
                .with(new Outer((java.util.List) java.util.List.of(java.util.Map.of("count", "many"))));

        assertThatThrownBy(() -> queue.enqueue(wrong))
                .isInstanceOf(JsonMismatchException.class)
                .hasMessageContaining("$.inners[0]");
    }

    @Test
    void keepsLargePayloadsApartAndGivesThemToTheHandler() throws Exception {
        Task<String, Integer> measure = Task.of("measure", String.class).returning(Integer.class);
        String large = "x".repeat(300_000);
        long id = queue.enqueue(measure, large).id();

        drain(worker().handle(measure, (text, context) -> text.length()));

        assertThat(queue.result(id, measure, Duration.ofSeconds(60))).isEqualTo(300_000);
        assertThat(payload(queue.get(id).orElseThrow()).textValue()).isEqualTo(large);
        assertThat(number("select count(*) from downbeat.payload")).isEqualTo(1);
    }
}
