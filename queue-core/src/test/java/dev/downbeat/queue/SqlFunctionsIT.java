package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;

class SqlFunctionsIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);
    private static final Task<Integer, @Nullable Void> PARENT =
            Task.of("parent", Integer.class).retry(RetryPolicy.never());
    private static final Task<Integer, Integer> CHILD =
            Task.of("child", Integer.class).returning(Integer.class).queue("nobody");

    private long enqueue(String arguments) throws Exception {
        return number("select id from downbeat.enqueue(%s)".formatted(arguments));
    }

    private String outcome(String arguments) throws Exception {
        try (var connection = database.dataSource().getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select outcome from downbeat.enqueue(%s)".formatted(arguments))) {
            rows.next();
            return rows.getString(1);
        }
    }

    private boolean cancel(long id) throws Exception {
        return number("select downbeat.cancel(%d)::integer".formatted(id)) == 1;
    }

    @Test
    void enqueuesWithTheOptionsOfTheClient() throws Exception {
        long plain = enqueue("'task', '1'");
        long other = enqueue("'task', '2', queue => 'side', priority => -3, delay => '1 hour'");

        Execution first = queue.get(plain).orElseThrow();
        assertThat(first.queue()).isEqualTo("default");
        assertThat(first.state()).isEqualTo(ExecutionState.READY);
        Execution second = queue.get(other).orElseThrow();
        assertThat(second.queue()).isEqualTo("side");
        assertThat(second.priority()).isEqualTo(-3);
        assertThat(second.state()).isEqualTo(ExecutionState.SCHEDULED);
    }

    @Test
    void goesToTheQueueOfItsTaskUnlessToldOtherwise() throws Exception {
        queue.enqueue(TASK.queue("side"), 1);

        long id = enqueue("'task', '2'");

        assertThat(queue.get(id).orElseThrow().queue()).isEqualTo("side");
    }

    @Test
    void wakesAnIdleWorker() throws Exception {
        var seen = new CompletableFuture<Integer>();
        started(worker().settings(SETTINGS.pollInterval(Duration.ofHours(1))).run(TASK, (n, c) -> seen.complete(n)));

        enqueue("'task', '7'");

        assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo(7);
    }

    @Test
    void leavesNothingOfATransactionThatRollsBack() throws Exception {
        try (Connection connection = database.dataSource().getConnection();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select downbeat.enqueue('new-task', '1', queue => 'new-queue', dedupe_key => 'k')");
            connection.rollback();
        }

        assertThat(queue.count(ExecutionFilter.ALL)).isZero();
        assertThat(number("select count(*) from downbeat.dedupe")).isZero();
        assertThat(number("select count(*) from downbeat.task")).isZero();
    }

    @Test
    void runsFromATriggerOfTheUser() throws Exception {
        database.execute("create table invoice (id integer)");
        database.execute("""
                create function told() returns trigger language plpgsql as $$
                begin
                    perform downbeat.enqueue('task', to_jsonb(new.id));
                    return new;
                end $$
                """);
        database.execute("create trigger told after insert on invoice for each row execute function told()");
        var seen = new ConcurrentLinkedQueue<Integer>();

        database.execute("insert into invoice select generate_series(1, 3)");

        drain(worker().run(TASK, (n, context) -> seen.add(n)));
        assertThat(seen).containsExactlyInAnyOrder(1, 2, 3);
    }

    @Test
    void meetsTheKeysOfTheClient() throws Exception {
        Enqueued held = queue.enqueue(TASK.with(1).dedupeKey("key", DedupePolicy.SKIP));

        assertThat(outcome("'task', '2', dedupe_key => 'key'")).isEqualTo("skipped");
        assertThat(outcome("'task', '3', dedupe_key => 'key', dedupe_policy => 'replace', delay => '1 hour'"))
                .isEqualTo("replaced");

        Execution replaced = queue.get(held.id()).orElseThrow();
        assertThat(payload(replaced).asInt()).isEqualTo(3);
        assertThat(replaced.state()).isEqualTo(ExecutionState.SCHEDULED);
        assertThatThrownBy(() -> outcome("'task', '4', dedupe_key => 'key', dedupe_policy => 'error'"))
                .isInstanceOfSatisfying(
                        PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"))
                .hasMessageContaining("execution=" + held.id());
        assertThat(outcome("'task', '5', dedupe_key => 'other'")).isEqualTo("created");
        assertThat(queue.enqueue(TASK.with(6).dedupeKey("other", DedupePolicy.SKIP))
                        .outcome())
                .isEqualTo(Enqueued.Outcome.SKIPPED);
    }

    @Test
    void storesLargePayloadsAsTheClientDoes() throws Exception {
        Task<String, @Nullable Void> large = Task.of("large", String.class);
        var seen = new CompletableFuture<String>();

        enqueue("'large', to_jsonb(repeat('x', 10000)), dedupe_key => 'k'");
        outcome("'large', to_jsonb(repeat('y', 20000)), dedupe_key => 'k', dedupe_policy => 'replace'");

        drain(worker().run(large, (text, context) -> seen.complete(text)));
        assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("y".repeat(20_000));
        assertThat(number("select count(*) from downbeat.payload")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                              | A task name must not be empty
            repeat('x', 201)                                | A task name has at most 200 characters, this one has 201
            concat('a', chr(7))                             | A task name must not contain control characters
            'task', queue => concat('a', chr(133))          | A queue name must not contain control characters
            'task', dedupe_key => ''                        | A dedupe key must not be empty
            'task', dedupe_key => repeat('k', 501)          | A dedupe key has at most 500 characters
            'task', delay => '1 h', run_at => now()         | a delay or a time, not both
            'task', delay => '-1 h'                         | A delay must not be negative
            'task', priority => 40000                       | priority must be from -32768 to 32767, got 40000
            'task', dedupe_key => 'k', dedupe_policy => 'x' | expected a dedupe policy skip, replace or error, got x
            'task', unique_for => '1 h'                     | unique_for needs a dedupe_key
            'task', dedupe_key => 'k', unique_for => '0 s'  | expected a unique_for above 0
            """, quoteCharacter = '"')
    void refusesWhatTheClientRefuses(String arguments, String message) {
        assertThatThrownBy(() -> enqueue(arguments))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(message);
    }

    @Test
    void cancelsWhatDoesNotRunAtOnce() throws Exception {
        long ready =
                queue.enqueue(TASK.with(1).dedupeKey("k", DedupePolicy.SKIP)).id();
        long scheduled = queue.enqueue(TASK.with(2).delay(Duration.ofHours(1))).id();

        assertThat(List.of(cancel(ready), cancel(scheduled))).containsOnly(true);
        assertThat(List.of(cancel(ready), cancel(scheduled + 1000))).containsOnly(false);

        assertThat(count(ExecutionState.CANCELLED)).isEqualTo(2);
        assertThat(queue.enqueue(TASK.with(3).dedupeKey("k", DedupePolicy.SKIP)).outcome())
                .isEqualTo(Enqueued.Outcome.CREATED);
    }

    @Test
    void interruptsWhatRuns() throws Exception {
        var started = new CompletableFuture<Void>();
        started(worker().run(TASK, (n, context) -> {
            started.complete(null);
            Thread.sleep(60_000);
        }));
        long id = queue.enqueue(TASK, 1).id();
        started.get(60, TimeUnit.SECONDS);

        assertThat(cancel(id)).isTrue();

        Execution cancelled = await(id, ExecutionState.CANCELLED);
        assertThat(error(cancelled)).isEqualTo(new ExecutionError(ExecutionError.Kind.CANCELLED, "", "asked for"));
    }

    @Test
    void cancelsChildrenWithTheirParent() throws Exception {
        long parent = parentOfADelayedChild();

        assertThat(cancel(parent)).isTrue();

        assertThat(count(ExecutionState.CANCELLED)).isEqualTo(2);
        assertThat(count(ExecutionState.WAITING)).isZero();
    }

    @Test
    void tellsAParentOfItsCancelledChild() throws Exception {
        long parent = parentOfADelayedChild();
        long child = number("select id from downbeat.execution where parent_id = " + parent);

        assertThat(cancel(child)).isTrue();

        Execution failed = await(parent, ExecutionState.FAILED);
        assertThat(error(failed).type()).isEqualTo(ChildCancelledException.class.getName());
    }

    /** Its child stands in a queue that nobody works on. */
    private long parentOfADelayedChild() throws Exception {
        started(worker().run(PARENT, (n, context) -> context.invoke("child", CHILD, n)));
        long parent = queue.enqueue(PARENT, 1).id();
        await(parent, ExecutionState.WAITING);
        return parent;
    }
}
