package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.Flush;
import dev.downbeat.queue.internal.Transition;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Records the completion of one run together with its handler's own SQL, in one transaction. */
final class Completion {

    private final Installation installation;
    private final Claimed claimed;
    private final RunSteps steps;

    Completion(Installation installation, Claimed claimed, RunSteps steps) {
        this.installation = installation;
        this.claimed = claimed;
        this.steps = steps;
    }

    /**
     * Commits both, or neither.
     *
     * @param result JSON text
     * @throws LeaseLostException if the execution was taken over
     */
    <T extends @Nullable Object> T record(@Nullable String result, TransactionWork<T> work) throws Exception {
        T answer;
        Set<Integer> woken = new TreeSet<>();
        try (Connection connection = installation.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try {
                answer = within(connection, result, work, woken);
                connection.commit();
            } catch (Throwable e) {
                rollBack(connection, e);
                throw e;
            }
            steps.recorded();
            connection.setAutoCommit(true);
        }
        installation.hint(woken);
        return answer;
    }

    private <T extends @Nullable Object> T within(
            Connection connection, @Nullable String result, TransactionWork<T> work, Set<Integer> woken)
            throws Exception {
        // First, so that whoever lost the lease does nothing at all.
        Flush.Flushed flushed = installation
                .statements()
                .flush()
                .executeWithin(connection, List.of(new Transition.Completed(claimed, result)));
        if (flushed.stale() > 0) {
            throw steps.leaseLost();
        }
        var transaction = new QueueTransaction(installation, connection);
        T answer = work.run(transaction);
        woken.addAll(flushed.woken());
        woken.addAll(transaction.queues());
        return answer;
    }

    private static void rollBack(Connection connection, Throwable reason) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }
}
