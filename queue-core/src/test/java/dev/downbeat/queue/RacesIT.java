package dev.downbeat.queue;

import static dev.downbeat.queue.Claimant.completed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.internal.Claim;
import dev.downbeat.queue.internal.ClaimLimited;
import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.DeclareLimits;
import dev.downbeat.queue.internal.Flush;
import dev.downbeat.queue.internal.Rescue;
import dev.downbeat.queue.internal.StoredLimit;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two who want the same execution at once, one just ahead of the other: it ends in one place, as one of them says. */
class RacesIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);

    private Claimant worker;
    private long id;

    @BeforeEach
    void enqueueOne() throws Exception {
        id = queue.enqueue(TASK, 1).id();
        worker = Claimant.on(queue);
    }

    @AfterEach
    void giveBackTheConnection() throws Exception {
        worker.close();
    }

    @Test
    void aCompletionOnItsWayStandsThoughSomebodyCancels() throws Exception {
        Claimed claimed = claimOne();

        Interleaving.during(database, open -> worker.flush(open, completed(claimed, null)), () -> queue.cancel(id));

        assertStands(ExecutionState.COMPLETED);
    }

    @Test
    void aCompletionStandsThatComesWhileSomebodyAsksForACancel() throws Exception {
        Claimed claimed = claimOne();

        Flush.Flushed flushed = Interleaving.during(
                database, open -> queue.in(open).cancel(id), () -> worker.flush(completed(claimed, null)));

        assertThat(flushed.stale()).isZero();
        assertStands(ExecutionState.COMPLETED);
    }

    @Test
    void whatIsBeingClaimedIsCancelledThroughItsWorker() throws Exception {
        boolean found = Interleaving.during(database, open -> worker.claim(open, TASK, 1), () -> queue.cancel(id));

        assertThat(found).isTrue();
        assertStands(ExecutionState.RUNNING);
        assertThat(number("select count(*) from downbeat.cancellation where execution_id = " + id))
                .isEqualTo(1);
    }

    @Test
    void whatIsBeingCancelledIsNotClaimed() throws Exception {
        List<Claimed> claimed =
                Interleaving.during(database, open -> queue.in(open).cancel(id), () -> worker.claim(TASK, 1));

        assertThat(claimed).isEmpty();
        assertStands(ExecutionState.CANCELLED);
    }

    @Test
    void aLateOutcomeOfWhatIsBeingRescuedChangesNothing() throws Exception {
        Claimed claimed = claimOne();
        endLease();

        Flush.Flushed flushed =
                Interleaving.during(database, this::rescue, () -> worker.flush(completed(claimed, null)));

        assertThat(flushed.stale()).isEqualTo(1);
        assertStands(ExecutionState.READY);
        assertThat(queue.get(id).orElseThrow().attempt()).isEqualTo(2);
    }

    @Test
    void whatIsBeingWrittenIsNotRescued() throws Exception {
        Claimed claimed = claimOne();
        endLease();

        Rescue.Rescued rescued = Interleaving.during(
                database,
                open -> worker.flush(open, completed(claimed, null)),
                () -> queue.installation().with("Rescuing", this::rescue));

        assertThat(rescued.executions()).isZero();
        assertStands(ExecutionState.COMPLETED);
        assertThat(queue.installation().with("Rescuing", this::rescue).executions())
                .isZero();
        assertThat(number("select count(*) from downbeat.worker where swept_at is null"))
                .isZero();
    }

    @Test
    void whatIsBeingPrunedCannotBeRetried() throws Exception {
        queue.cancel(id);
        database.execute("update downbeat.history set finished_at = now() - interval '31 days'");

        boolean retried = Interleaving.during(
                database, open -> queue.installation().statements().prune().walk(open), () -> queue.retry(id));

        assertThat(retried).isFalse();
        assertThat(places()).isZero();
    }

    @Test
    void aLimitThatIsBeingLoweredHoldsFromTheNextClaimOn() throws Exception {
        queue.enqueueAll(IntStream.range(0, 9).mapToObj(TASK::with).toList());
        queue.limit("default", Limit.concurrency(5));

        ClaimLimited.Claims beside = Interleaving.during(database, this::lowerTheLimitToTwo, this::claimUnderLimits);

        assertThat(beside.claimed()).hasSize(5);
        assertThat(claimUnderLimits().claimed()).isEmpty();
        beside.claimed().subList(0, 4).forEach(claimed -> flush(claimed));
        assertThat(claimUnderLimits().claimed()).hasSize(1);
    }

    @Test
    void twoClaimsUnderOneLimitNeverTakeItTogether() throws Exception {
        queue.limit("default", Limit.concurrency(1));
        queue.enqueue(TASK, 2);

        ClaimLimited.Claims second =
                Interleaving.during(database, open -> claimUnderLimits(open), this::claimUnderLimits);

        assertThat(second.claimed()).isEmpty();
        assertThat(second.verdict()).isEqualTo(ClaimLimited.Verdict.BUSY);
        assertThat(count(ExecutionState.RUNNING)).isEqualTo(1);
    }

    private Claimed claimOne() throws SQLException {
        return worker.claim(TASK, 1).getFirst();
    }

    private void endLease() {
        database.execute("update downbeat.worker set lease_until = now() - interval '1 second'");
    }

    private Rescue.Rescued rescue(Connection connection) throws SQLException {
        return queue.installation().statements().rescue().execute(connection, OutcomeDecision::afterCrash);
    }

    private void flush(Claimed claimed) {
        queue.installation().with("Flushing", connection -> worker.flush(connection, completed(claimed, null)));
    }

    private boolean lowerTheLimitToTwo(Connection connection) throws SQLException {
        int queueId = queue.installation().queueId("default");
        var two = new DeclareLimits.Declared(2, 0, List.of());
        queue.installation()
                .statements()
                .declareLimits()
                .execute(connection, StoredLimit.Scope.QUEUE, queueId, false, List.of(two));
        return true;
    }

    private ClaimLimited.Claims claimUnderLimits() throws SQLException {
        return claimUnderLimits(worker.connection());
    }

    private ClaimLimited.Claims claimUnderLimits(Connection connection) throws SQLException {
        var installation = queue.installation();
        int[] tasks = {installation.taskId(TASK)};
        return installation
                .statements()
                .claimLimited()
                .execute(connection, worker.workerId(), installation.queueId("default"), tasks, Claim.Place.HEAD, 10);
    }

    private void assertStands(ExecutionState state) throws Exception {
        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(state);
        assertThat(places()).isEqualTo(1);
    }

    /** In how many places the execution stands. */
    private long places() throws Exception {
        return number("""
                select (select count(*) from downbeat.ready where id = %1$d)
                    + (select count(*) from downbeat.scheduled where id = %1$d)
                    + (select count(*) from downbeat.waiting where id = %1$d)
                    + (select count(*) from downbeat.running where id = %1$d)
                    + (select count(*) from downbeat.history where id = %1$d)
                """.formatted(id));
    }
}
