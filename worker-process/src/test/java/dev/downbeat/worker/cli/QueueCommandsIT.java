package dev.downbeat.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.downbeat.queue.ExecutionFilter;
import dev.downbeat.queue.ExecutionState;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.RetryPolicy;
import dev.downbeat.queue.Task;
import dev.downbeat.queue.Worker;
import dev.downbeat.schema.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that look after queues, tasks and what failed. */
class QueueCommandsIT {
    private static final Task<String, @Nullable Void> MAIL =
            Task.of("mail", String.class).queue("post").retry(RetryPolicy.fixed(2, Duration.ZERO));

    private TestDatabase database;
    private Queue queue;

    @BeforeEach
    void openDatabase() {
        database = TestDatabase.fresh();
        queue = Queue.on(database.dataSource());
    }

    @AfterEach
    void closeDatabase() {
        database.close();
    }

    @Test
    void aPausedQueueIsShownAndHeldUntilItIsResumed() throws Exception {
        queue.enqueue(MAIL, "a");

        assertThat(run("queues", "pause", "post").out()).contains("queue post is paused");
        assertThat(run("queues", "pause", "post").out()).contains("was paused already");
        assertThat(json("queues").at("/0/paused").asBoolean()).isTrue();
        drain();
        assertThat(count(ExecutionState.READY)).isEqualTo(1);

        assertThat(run("queues", "resume", "post").out()).contains("queue post is resumed");
        drain();
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(1);
    }

    @Test
    void aPausedTaskIsShownAndHeldUntilItIsResumed() throws Exception {
        queue.enqueue(MAIL, "a");

        assertThat(json("tasks", "pause", "mail").at("/paused/0").asText()).isEqualTo("mail");
        assertThat(json("tasks").at("/0/paused").asBoolean()).isTrue();
        drain();
        assertThat(count(ExecutionState.READY)).isEqualTo(1);

        assertThat(json("tasks", "resume", "mail").at("/resumed/0").asText()).isEqualTo("mail");
        drain();
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(1);
    }

    @Test
    void pausesNothingIfOneNameIsUnknown() {
        queue.enqueue(MAIL, "a");

        Program program = run("queues", "pause", "post", "psot");

        assertThat(program.code()).isEqualTo(2);
        assertThat(program.err()).contains("No queue is named psot, did you mean post?");
        assertThat(queue.resume("post")).isFalse();
    }

    @Test
    void showsEveryFailureOfAFailedExecution() throws Exception {
        long id = fail("bad");

        assertThat(run("failed").out()).contains("mail", "no stamps");
        assertThat(run("failed", "show", String.valueOf(id)).out())
                .contains("attempt 1", "attempt 2", "no stamps", "QueueCommandsIT", "\"bad\"");
        assertThat(json("failed", "show", String.valueOf(id)).at("/failures")).hasSize(2);
        assertThat(run("failed", "show", "99").code()).isEqualTo(2);
    }

    @Test
    void retriesThoseNamedAndTellsWhichHadNotFailed() throws Exception {
        long id = fail("bad");

        Program program = run("failed", "retry", String.valueOf(id), "99");

        assertThat(program.code()).isEqualTo(1);
        assertThat(program.out()).contains("execution %d retried".formatted(id));
        assertThat(program.err()).contains("execution 99 has not failed");
        assertThat(count(ExecutionState.READY)).isEqualTo(1);
    }

    @Test
    void retriesAndDiscardsInBulkWhatTheFlagsLetThrough() throws Exception {
        fail("bad");
        fail("worse");

        assertThat(json("failed", "retry", "--task", "fax").at("/retried").asInt())
                .isZero();
        assertThat(json("failed", "retry", "--older-than", "1h").at("/retried").asInt())
                .isZero();
        assertThat(json("failed", "retry", "--error", "java.lang.IllegalStateException")
                        .at("/retried")
                        .asInt())
                .isEqualTo(2);
        drainFailing();
        assertThat(run("failed", "discard", "--all", "--queue", "post").out()).contains("2 executions discarded");
        assertThat(queue.count(ExecutionFilter.ALL)).isZero();
    }

    @Test
    void discardsNothingUnlessToldWhat() {
        Program program = run("failed", "discard");

        assertThat(program.code()).isEqualTo(2);
        assertThat(program.err()).contains("--all");
    }

    private long count(ExecutionState state) {
        return queue.count(ExecutionFilter.ALL.in(state));
    }

    private long fail(String payload) throws InterruptedException {
        long id = queue.enqueue(MAIL, payload).id();
        drainFailing();
        return id;
    }

    private void drainFailing() throws InterruptedException {
        Worker.on(queue)
                .run(MAIL, (mail, context) -> {
                    throw new IllegalStateException("no stamps");
                })
                .build()
                .drain();
    }

    private void drain() throws InterruptedException {
        Worker.on(queue).run(MAIL, (mail, context) -> {}).build().drain();
    }

    private JsonNode json(String... args) throws JsonProcessingException {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.add("--json");
        Program program = run(all.toArray(String[]::new));
        assertThat(program.code()).as(program.err()).isZero();
        return JsonMapper.builder().build().readTree(program.out());
    }

    private Program run(String... args) {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        all.add("--database");
        all.add(database.url().withSecrets());
        return Program.run(all.toArray(String[]::new));
    }
}
