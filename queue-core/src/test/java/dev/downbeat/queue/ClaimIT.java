package dev.downbeat.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.downbeat.queue.internal.Claim;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a claim leaves in the database, and what it tells of its way. */
class ClaimIT extends QueueTestBase {

    private static final Task<Integer, @Nullable Void> TASK = Task.of("task", Integer.class);

    private Claimant claimant;

    @BeforeEach
    void takeLease() throws SQLException {
        claimant = Claimant.on(queue);
    }

    @AfterEach
    void giveBack() throws SQLException {
        claimant.close();
    }

    @Test
    void writesNothingWhereThereIsNothingToClaim() throws Exception {
        queue.installation().taskId(TASK);
        Connection connection = claimant.connection();
        connection.setAutoCommit(false);

        assertThat(claimant.claim(TASK, 10)).isEmpty();
        assertThat(transactionNumber(connection))
                .as("the commit has nothing to flush")
                .isNull();

        queue.enqueue(TASK, 1);
        assertThat(claimant.claim(TASK, 10)).hasSize(1);
        assertThat(transactionNumber(connection)).isNotNull();
        connection.rollback();
    }

    @Test
    void claimsNothingForAWorkerThatHasEnded() throws Exception {
        long id = queue.enqueue(TASK, 1).id();
        database.execute("update downbeat.worker set ended_at = now() where id = " + claimant.workerId());

        assertThat(claimant.claim(TASK, 10)).isEmpty();
        assertThat(queue.get(id).orElseThrow().state()).isEqualTo(ExecutionState.READY);
    }

    @Test
    void tellsHowLongItWalkedWithoutItsCommit() throws Exception {
        queue.enqueue(TASK, 1);
        database.execute("""
                create function slow_commit() returns trigger language plpgsql as 'begin perform pg_sleep(1); return null; end';
                create constraint trigger slow_commit after insert on downbeat.running deferrable initially deferred
                    for each row execute function slow_commit()
                """);

        long begun = System.nanoTime();
        Claim.Batch batch = claimant.batch(claimant.connection(), TASK, 10);
        Duration whole = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(batch.executions()).hasSize(1);
        assertThat(whole.minus(batch.walked())).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void findsBehindItsTailWhatWasCommittedLate() throws Exception {
        Connection connection = claimant.connection();
        ready("2026-01-01 12:00:01");
        Claim.Batch batch = claimant.batch(connection, TASK, 10);
        ready("2026-01-01 12:00:00.8");
        ready("2026-01-01 12:00:00.7");

        assertThat(claimant.batch(connection, TASK, batch.last(), 10).executions())
                .isEmpty();
        assertThat(claimant.batch(connection, TASK, batch.tail(), 10).executions())
                .hasSize(1);
        assertThat(claimant.claim(TASK, 10)).hasSize(1);
    }

    private void ready(String runAt) {
        var installation = queue.installation();
        database.execute("insert into downbeat.ready (task_id, queue_id, run_at) values (%d, %d, '%s')"
                .formatted(installation.taskId(TASK), installation.queueId(TASK.queue()), runAt));
    }

    private static @Nullable String transactionNumber(Connection connection) throws SQLException {
        try (var row = connection.createStatement().executeQuery("select pg_current_xact_id_if_assigned()::text")) {
            row.next();
            return row.getString(1);
        }
    }
}
