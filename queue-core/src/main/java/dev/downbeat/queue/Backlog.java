package dev.downbeat.queue;

import dev.downbeat.queue.internal.ReadBacklog;
import dev.downbeat.queue.internal.Transactions;
import java.time.Duration;
import java.util.List;

/**
 * What is ready in one queue and waits for a worker.
 *
 * @param queue its name
 * @param ready how many executions are ready; {@link #MOST} if there are as many or more, which are not counted
 * @param oldest how long the one that became due first has been due, by the database's clock; zero if there is none. One
 *     that goes on after its children or an event counts from when it was due before that
 */
public record Backlog(String queue, long ready, Duration oldest) {

    /** Up to this many are counted. */
    public static final int MOST = 10_000;

    /** See {@link Queue#backlog}. */
    static List<Backlog> read(Installation installation) {
        ReadBacklog statement = installation.statements().readBacklog();
        return installation.with(
                "Reading the backlog",
                connection -> Transactions.run(
                        connection,
                        () -> statement.execute(connection, MOST).stream()
                                .map(depth -> new Backlog(
                                        depth.queue(), depth.ready(), Duration.ofNanos(depth.oldestMicros() * 1_000)))
                                .toList()));
    }
}
