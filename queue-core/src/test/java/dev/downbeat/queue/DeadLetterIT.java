package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterIT extends QueueTestBase {

    private static final Task<String, @Nullable Void> MAIL =
            Task.of("mail", String.class).queue("mail").retry(RetryPolicy.fixed(2, Duration.ZERO));
    private static final Task<String, @Nullable Void> FAX =
            Task.of("fax", String.class).queue("fax").retry(RetryPolicy.never());

    @Test
    void listsTheFailedOnly() throws Exception {
        long bad = fail(MAIL, "bad");
        queue.enqueue(MAIL, "good");
        drain(worker().run(MAIL, (mail, context) -> {}));

        assertThat(queue.deadLetters().list(DeadLetterFilter.ALL))
                .extracting(Execution::id)
                .containsExactly(bad);
    }

    @Test
    void filtersByTaskQueueErrorAndTime() throws Exception {
        long mail = fail(MAIL, "bad");
        long fax = fail(FAX, "bad");

        assertThat(ids(DeadLetterFilter.ALL.task(MAIL))).containsExactly(mail);
        assertThat(ids(DeadLetterFilter.ALL.queue("fax"))).containsExactly(fax);
        assertThat(ids(DeadLetterFilter.ALL.errorType(IllegalStateException.class)))
                .containsExactly(mail, fax);
        assertThat(ids(DeadLetterFilter.ALL.errorType(ArithmeticException.class)))
                .isEmpty();
        assertThat(ids(DeadLetterFilter.ALL.failedBefore(Instant.EPOCH))).isEmpty();
        assertThat(ids(DeadLetterFilter.ALL.after(mail))).containsExactly(fax);
        assertThat(ids(DeadLetterFilter.ALL.limit(1))).containsExactly(mail);
        assertThat(queue.deadLetters().count(DeadLetterFilter.ALL.limit(1))).isEqualTo(2);
    }

    @Test
    void showsEveryFailure() throws Exception {
        long id = fail(MAIL, "bad");

        DeadLetter letter = queue.deadLetters().inspect(id).orElseThrow();

        assertThat(letter.failures()).extracting(Failure::attempt).containsExactly(1, 2);
        assertThat(letter.failures()).allSatisfy(failure -> {
            assertThat(failure.error().message()).isEqualTo("no stamps");
            assertThat(failure.stack()).contains("DeadLetterIT");
            assertThat(failure.workerId()).isNotNull();
        });
    }

    @Test
    void inspectsNothingElse() {
        long ready = queue.enqueue(MAIL, "good").id();

        assertThat(queue.deadLetters().inspect(ready)).isEmpty();
        assertThat(queue.deadLetters().inspect(0)).isEmpty();
    }

    @Test
    void retriesOne() throws Exception {
        long id = fail(MAIL, "bad");

        assertThat(queue.deadLetters().retry(id)).isTrue();
        assertThat(queue.deadLetters().retry(id)).isFalse();
        drain(worker().run(MAIL, (mail, context) -> {}));

        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.COMPLETED);
    }

    @Test
    void retriesAllOfOneTaskInBatches() throws Exception {
        failMany(2_500);
        long fax = fail(FAX, "bad");

        assertThat(queue.deadLetters().retryAll(DeadLetterFilter.ALL.task(MAIL)))
                .isEqualTo(2_500);

        assertThat(count(ExecutionState.READY)).isEqualTo(2_500);
        assertThat(ids(DeadLetterFilter.ALL)).containsExactly(fax);
    }

    @Test
    void discardsOneWithAllThatBelongsToIt() throws Exception {
        long id = fail(MAIL, "x".repeat(5_000));

        assertThat(queue.deadLetters().discard(id)).isTrue();
        assertThat(queue.deadLetters().discard(id)).isFalse();

        assertThat(queue.get(id)).isEmpty();
        assertThat(number("select (select count(*) from downbeat.failure) + (select count(*) from downbeat.payload)"))
                .isZero();
    }

    @Test
    void discardsAllAndNothingElse() throws Exception {
        failMany(1_200);
        long ready = queue.enqueue(MAIL, "good").id();

        assertThat(queue.deadLetters().discardAll(DeadLetterFilter.ALL)).isEqualTo(1_200);

        assertThat(queue.list(ExecutionFilter.ALL)).extracting(Execution::id).containsExactly(ready);
    }

    private List<Long> ids(DeadLetterFilter filter) {
        return queue.deadLetters().list(filter).stream().map(Execution::id).toList();
    }

    private long fail(Task<String, @Nullable Void> task, String payload) throws Exception {
        long id = queue.enqueue(task, payload).id();
        drain(failing(task));
        return id;
    }

    private void failMany(int count) throws Exception {
        queue.enqueueAll(
                IntStream.range(0, count).mapToObj(nr -> MAIL.with("bad")).toList());
        drain(failing(MAIL));
    }

    private Worker.Builder failing(Task<String, @Nullable Void> task) {
        return worker().run(task, (payload, context) -> {
            throw new IllegalStateException("no stamps");
        });
    }
}
