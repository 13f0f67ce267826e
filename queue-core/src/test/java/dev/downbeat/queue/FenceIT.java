package dev.downbeat.queue;

import static dev.downbeat.queue.Claimant.completed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.Flush;
import dev.downbeat.queue.internal.StepSave;
import dev.downbeat.queue.internal.Transition;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The hot statements by themselves: whoever cannot show execution, worker and run changes nothing. */
class FenceIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("fenced", Integer.class);

    private Claimant worker;
    private List<Claimed> claimed;

    @BeforeEach
    void claimThree() throws Exception {
        queue.enqueueAll(IntStream.range(0, 3).mapToObj(TASK::with).toList());
        worker = Claimant.on(queue);
        claimed = worker.claim(TASK, 3);
    }

    @AfterEach
    void giveBackTheConnection() throws Exception {
        worker.close();
    }

    @Test
    void completesPlainExecutionsOfItsOwnOnly() throws Exception {
        Flush.Flushed flushed = flush(completed(claimed.get(0), null), completed(ofAnother(claimed.get(1)), null));
        Flush.Flushed alone = flush(completed(ofAnother(claimed.get(2)), null));

        assertThat(flushed.stale()).isEqualTo(1);
        assertThat(alone.stale()).isEqualTo(1);
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(1);
        assertThat(count(ExecutionState.RUNNING)).isEqualTo(2);
    }

    @Test
    void completesTheRunThatItShowsOnly() throws Exception {
        Flush.Flushed flushed = flush(completed(claimed.get(0), null), completed(ofRun(claimed.get(1), 2), null));

        assertThat(flushed.stale()).isEqualTo(1);
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(1);
    }

    @Test
    void leavesALaterRunAloneThatALostAnswerIsRepeatedFor() throws Exception {
        database.execute("update downbeat.running set run = 2 where id = "
                + claimed.get(0).id());

        Flush.Flushed flushed = flush(completed(claimed.get(0), null), completed(claimed.get(1), null));

        assertThat(flushed.stale()).isEqualTo(1);
        assertThat(queue.get(claimed.get(0).id()).orElseThrow().state()).isEqualTo(ExecutionState.RUNNING);
    }

    @Test
    void completesResultsAndPlainOnesTogether() throws Exception {
        Flush.Flushed flushed =
                flush(completed(claimed.get(0), "7"), completed(claimed.get(1), null), completed(claimed.get(2), null));

        assertThat(flushed.stale()).isZero();
        assertThat(count(ExecutionState.COMPLETED)).isEqualTo(3);
        assertThat(queue.get(claimed.get(0).id()).orElseThrow().result()).hasToString("7");
    }

    @Test
    void storesNewStepsAtOnce() throws Exception {
        StepSave.Saved[] saved = save(step(claimed.get(0), "1"), step(claimed.get(1), "2"));

        assertThat(saved).hasOnlyElementsOfType(StepSave.Saved.Stored.class);
        assertThat(number("select count(*) from downbeat.step")).isEqualTo(2);
    }

    @Test
    void givesBackWhatWasStoredEarlierAndStoresTheRest() throws Exception {
        save(step(claimed.get(0), "1"));

        StepSave.Saved[] saved = save(step(claimed.get(0), "9"), step(claimed.get(1), "2"));

        assertThat(saved).containsExactly(new StepSave.Saved.Earlier("1"), new StepSave.Saved.Stored());
    }

    @Test
    void storesNoStepOfAnExecutionThatAnotherHolds() throws Exception {
        StepSave.Saved[] saved = save(step(claimed.get(0), "1"), step(ofAnother(claimed.get(1)), "2"));

        assertThat(saved[0]).isNotInstanceOf(StepSave.Saved.LeaseLost.class);
        assertThat(saved[1]).isInstanceOf(StepSave.Saved.LeaseLost.class);
        assertThat(number("select count(*) from downbeat.step")).isEqualTo(1);
    }

    private Flush.Flushed flush(Transition... transitions) throws Exception {
        return worker.flush(transitions);
    }

    private StepSave.Saved[] save(StepSave.Save... saves) throws Exception {
        return queue.installation().statements().stepSave().execute(worker.connection(), List.of(saves));
    }

    private static StepSave.Save step(Claimed claimed, String result) {
        return new StepSave.Save(claimed, "step", result);
    }

    private Claimed ofAnother(Claimed one) {
        return copy(one, worker.workerId() + 1_000, one.run());
    }

    private static Claimed ofRun(Claimed one, int run) {
        return copy(one, one.workerId(), run);
    }

    private static Claimed copy(Claimed one, long worker, int run) {
        return new Claimed(
                one.id(),
                worker,
                run,
                one.attempt(),
                one.taskId(),
                one.flags(),
                one.parentId(),
                one.payload(),
                Map.of());
    }
}
