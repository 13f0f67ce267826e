package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.downbeat.queue.cron.Cron;
import dev.downbeat.schema.SchemaInstaller;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two installations in one database, each in a schema of its own. */
class InstallationsIT extends QueueTestBase {

    private static final String SCHEMA = "acme_2";
    private static final Task<String, @Nullable Void> TASK = Task.of("task", String.class);
    private static final Task<Integer, Integer> CHILD =
            Task.of("child", Integer.class).returning(Integer.class);
    private static final Task<Integer, Integer> PARENT =
            Task.of("parent", Integer.class).returning(Integer.class);
    private static final Event<Integer> EVENT = Event.of("event", Integer.class);

    private Queue other;

    @BeforeEach
    void install() {
        SchemaInstaller.install(database.dataSource(), SCHEMA);
        other = Queue.on(database.dataSource(), SCHEMA);
    }

    private Worker.Builder otherWorker() {
        return Worker.on(other).settings(SETTINGS);
    }

    @Test
    void runsEachInstallationsExecutionsByItsOwnWorkers() throws Exception {
        var seen = new ConcurrentLinkedQueue<String>();
        queue.enqueue(TASK, "first");
        other.enqueue(TASK, "second");
        other.enqueue(TASK.with("third").dedupeKey("key", DedupePolicy.SKIP));

        drain(otherWorker().run(TASK, (text, context) -> seen.add(text)));
        assertThat(seen).containsExactlyInAnyOrder("second", "third");

        drain(worker().run(TASK, (text, context) -> seen.add(text)));
        assertThat(seen).containsExactlyInAnyOrder("second", "third", "first");
        assertThat(queue.count(ExecutionFilter.ALL)).isEqualTo(1);
        assertThat(other.count(ExecutionFilter.ALL)).isEqualTo(2);
    }

    @Test
    void notifiesOnAChannelOfItsOwn() throws Exception {
        var seen = new CompletableFuture<String>();
        started(otherWorker()
                .settings(SETTINGS.pollInterval(Duration.ofHours(1)))
                .run(TASK, (text, context) -> seen.complete(text)));

        queue.enqueue(TASK, "not this one");
        database.execute("select acme_2.enqueue('task', '\"this one\"')");

        assertThat(seen.get(60, TimeUnit.SECONDS)).isEqualTo("this one");
    }

    @Test
    void hasEveryFeatureInAnySchema() throws Exception {
        started(otherWorker()
                .handle(CHILD, (n, context) -> n + 1)
                .handle(PARENT.retry(RetryPolicy.fixed(2, Duration.ZERO)), (n, context) -> {
                    int stepped = context.step("step", Integer.class, () -> n + 1);
                    context.sleep("sleep", Duration.ofMillis(20));
                    if (context.attempt() == 1) {
                        throw new IllegalStateException("on purpose");
                    }
                    return context.invoke("child", CHILD, stepped)
                            + context.waitFor(EVENT, "key", Duration.ofMinutes(1));
                }));
        other.subscriptions().put(Subscription.of("again", EVENT, CHILD));
        other.schedule(Schedule.of("never", CHILD, 1, Cron.utc("0 0 1 1 *")));

        long id = other.enqueue(PARENT.with(1).throttle("key", Duration.ofHours(1)))
                .id();
        Emitted emitted = other.emit(EVENT, "key", 100);

        assertThat(other.result(id, PARENT, Duration.ofSeconds(60))).isEqualTo(103);
        assertThat(emitted.executions()).isEqualTo(1);
        assertThat(other.schedules().list()).hasSize(1);
        assertThat(other.subscriptions().list()).hasSize(1);
        assertThat(other.prune()).isZero();
        assertThat(queue.count(ExecutionFilter.ALL)).isZero();
        assertThat(queue.schedules().list()).isEmpty();
    }

    @Test
    void watchesTheSameTableUnderTheSameName() throws Exception {
        database.execute("create table invoice (id integer)");
        Task<RowChange<JsonNode>, @Nullable Void> changed =
                Task.of("changed", new TypeReference<RowChange<JsonNode>>() {});
        for (Queue each : List.of(queue, other)) {
            each.tableTriggers().put(TableTrigger.of("invoices", "public", "invoice", changed));
        }

        database.execute("insert into invoice values (1)");
        queue.tableTriggers().remove("invoices");
        database.execute("insert into invoice values (2)");

        assertThat(queue.count(ExecutionFilter.ALL)).isEqualTo(1);
        assertThat(other.count(ExecutionFilter.ALL)).isEqualTo(2);
    }

    @Test
    void leavesTheOthersViewsAsTheyWere() throws Exception {
        assertThat(number("select position('downbeat.playbook_event ' in pg_get_viewdef('noetl.event'::regclass))"))
                .isPositive();
    }

    @Test
    void goesWithoutATraceInTheOther() throws Exception {
        database.execute("drop schema acme_2 cascade");
        queue.enqueue(TASK, "still here");
        var seen = new ConcurrentLinkedQueue<String>();

        drain(worker().run(TASK, (text, context) -> seen.add(text)));

        assertThat(seen).containsExactly("still here");
        assertThat(number("select count(*) from noetl.event")).isZero();
        assertThat(SchemaInstaller.installedVersion(database.dataSource(), SCHEMA))
                .isEmpty();
    }

    @Test
    void refusesNamesThatWouldNeedQuotes() {
        for (String name : List.of("Acme", "a-b", "", "1a", "a".repeat(64), "select", "pg_mine")) {
            assertThatThrownBy(() -> SchemaInstaller.install(database.dataSource(), name))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("schema name");
        }
    }
}
