package dev.downbeat.queue;

import dev.downbeat.queue.internal.Claim;
import dev.downbeat.queue.internal.Claimed;
import dev.downbeat.queue.internal.Flush;
import dev.downbeat.queue.internal.Transition;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A worker as the database knows it: a lease, and the statements by which it claims and flushes. */
record Claimant(Queue queue, Connection connection, long workerId) implements AutoCloseable {

    static Claimant on(Queue queue) throws SQLException {
        Connection connection = queue.installation().dataSource().getConnection();
        long workerId = queue.installation()
                .statements()
                .lease()
                .take(connection, "claimant", "here", 1, 1, Duration.ofMinutes(10));
        return new Claimant(queue, connection, workerId);
    }

    List<Claimed> claim(Task<?, ?> task, int limit) throws SQLException {
        return claim(connection, task, limit);
    }

    List<Claimed> claim(Connection on, Task<?, ?> task, int limit) throws SQLException {
        return batch(on, task, limit).executions();
    }

    Claim.Batch batch(Connection on, Task<?, ?> task, int limit) throws SQLException {
        return batch(on, task, Claim.Place.HEAD, limit);
    }

    Claim.Batch batch(Connection on, Task<?, ?> task, Claim.Place from, int limit) throws SQLException {
        var installation = queue.installation();
        int[] tasks = {installation.taskId(task)};
        return installation
                .statements()
                .claim()
                .execute(on, workerId, installation.queueId(task.queue()), tasks, from, limit);
    }

    Flush.Flushed flush(Transition... transitions) throws SQLException {
        return flush(connection, transitions);
    }

    Flush.Flushed flush(Connection on, Transition... transitions) throws SQLException {
        return queue.installation().statements().flush().execute(on, List.of(transitions));
    }

    static Transition completed(Claimed claimed, @Nullable String result) {
        return new Transition.Completed(claimed, result);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
