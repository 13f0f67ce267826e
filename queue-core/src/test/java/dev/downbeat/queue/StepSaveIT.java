package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.StepSave;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements that store steps, on batches of a thousand. */
class StepSaveIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("stepped", Integer.class);
    private static final int BATCH = 1_000;

    // Each statement goes over unnested rows, their executions and their steps.
    private static final int NODES = 10;

    private StepSave stepSave;
    private Claimant worker;
    private List<Claimed> claimed;

    @BeforeEach
    void claim() throws Exception {
        queue.enqueueAll(IntStream.range(0, BATCH).mapToObj(TASK::with).toList());
        stepSave = queue.installation().statements().stepSave();
        worker = Claimant.on(queue);
        claimed = worker.claim(TASK, BATCH);
        assertThat(claimed).hasSize(BATCH);
    }

    @AfterEach
    void giveBackTheConnection() throws Exception {
        worker.close();
    }

    @Test
    void worksAsMuchAsItsBatchIsLongWhenAllAreNew() throws Exception {
        Plan plan = Plan.of(
                queue,
                worker.connection(),
                dsl -> stepSave.query(dsl, ids(), workers(), runs(), texts("step"), texts("1")));

        assertThat(plan.rows()).isLessThan(NODES * BATCH);
    }

    @Test
    void worksAsMuchAsItsBatchIsLongWhenAllWereStoredEarlier() throws Exception {
        stepSave.execute(worker.connection(), saves("1"));

        Plan again = Plan.of(
                queue,
                worker.connection(),
                dsl -> stepSave.query(dsl, ids(), workers(), runs(), texts("step"), texts("2")));
        Plan earlier = Plan.of(
                queue, worker.connection(), dsl -> stepSave.earlierQuery(dsl, ids(), workers(), runs(), texts("step")));

        assertThat(again.rows()).isLessThan(NODES * BATCH);
        assertThat(earlier.rows()).isLessThan(NODES * BATCH);
    }

    @Test
    void answersEachOfALongBatchInItsOrder() throws Exception {
        List<StepSave.Save> some = IntStream.range(0, BATCH)
                .filter(nr -> nr % 2 == 0)
                .mapToObj(saves("1")::get)
                .toList();
        stepSave.execute(worker.connection(), some);

        StepSave.Saved[] answers = stepSave.execute(worker.connection(), saves("2"));

        assertThat(IntStream.range(0, BATCH))
                .allSatisfy(nr -> assertThat(answers[nr])
                        .isEqualTo(nr % 2 == 0 ? new StepSave.Saved.Earlier("1") : new StepSave.Saved.Stored()));
        assertThat(stored("1")).isEqualTo(BATCH / 2);
        assertThat(stored("2")).isEqualTo(BATCH / 2);
    }

    private long stored(String result) throws Exception {
        return number("select count(*) from downbeat.step where result = '%s'".formatted(result));
    }

    private List<StepSave.Save> saves(String result) {
        return claimed.stream()
                .map(one -> new StepSave.Save(one, "step", result))
                .toList();
    }

    private Long[] ids() {
        return claimed.stream().map(Claimed::id).toArray(Long[]::new);
    }

    private Long[] workers() {
        return claimed.stream().map(Claimed::workerId).toArray(Long[]::new);
    }

    private Integer[] runs() {
        return claimed.stream().map(Claimed::run).toArray(Integer[]::new);
    }

    private static String[] texts(String text) {
        return Collections.nCopies(BATCH, text).toArray(String[]::new);
    }
}
