package dev.downbeat.queue;

import dev.downbeat.queue.internal.DeliverEvents;
import dev.downbeat.queue.internal.FireSchedules;
import dev.downbeat.queue.internal.Promote;
import dev.downbeat.queue.internal.Rescue;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The duties that any worker may do for all: fires schedules, makes due executions ready, gives events to those who wait,
 * lets priorities rise, ends overdue waits, and takes over what dead workers left. One thread; sleeps until the next time
 * that the database knows of, at most a second.
 */
final class Caretaker implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Caretaker.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Queue queue;
    private final Installation installation;
    private final Duration pause;
    private final Signal signal = new Signal();
    private volatile boolean stopping;

    // Guarded by this.
    private boolean movedSinceAsked;

    Caretaker(Queue queue, WorkerSettings settings) {
        this.queue = queue;
        this.installation = queue.installation();
        this.pause = settings.heartbeat().compareTo(LONGEST_PAUSE) < 0 ? settings.heartbeat() : LONGEST_PAUSE;
    }

    /** Something was scheduled, perhaps for sooner than what it waits for. */
    void wake() {
        signal.raise();
    }

    void stop() {
        stopping = true;
        signal.raise();
    }

    @Override
    public void run() {
        while (!stopping) {
            long millis = pause.toMillis();
            try {
                millis = Math.min(millis, runOnce());
            } catch (SQLException | RuntimeException e) {
                LOG.atWarn().addKeyValue("error", e.getMessage()).log("Maintenance failed, will be tried again");
            }
            signal.await(TimeUnit.MILLISECONDS.toNanos(Math.max(1, millis)));
        }
    }

    /** Does everything that is due; returns in how many milliseconds the next is. */
    private synchronized long runOnce() throws SQLException {
        try (Connection connection = installation.dataSource().getConnection()) {
            rescue(connection);
            movedSinceAsked |= moveDue(connection);
            installation.statements().ageing().execute(connection);
            return Math.min(
                    installation.statements().promote().millisToNext(connection),
                    installation.statements().fireSchedules().millisToNext(connection));
        }
    }

    /**
     * Makes everything ready that is due; returns whether there was any since this was last asked. What the thread's own
     * pass has just moved counts: this pass would not see it.
     */
    synchronized boolean promoteNow() throws SQLException {
        try (Connection connection = installation.dataSource().getConnection()) {
            boolean any = moveDue(connection) || movedSinceAsked;
            movedSinceAsked = false;
            return any;
        }
    }

    private boolean moveDue(Connection connection) throws SQLException {
        boolean fired = fireSchedules(connection);
        boolean promoted = promote(connection);
        boolean answered = deliverEvents(connection);
        Set<Integer> resumed = installation.statements().timeouts().execute(connection);
        installation.hint(resumed);
        return fired || promoted || answered || !resumed.isEmpty();
    }

    private boolean promote(Connection connection) throws SQLException {
        boolean any = false;
        Promote.Promoted promoted;
        do {
            promoted = installation.statements().promote().execute(connection);
            installation.hint(promoted.queues());
            any |= promoted.moved() > 0;
        } while (promoted.more() && !stopping);
        return any;
    }

    private boolean deliverEvents(Connection connection) throws SQLException {
        boolean any = false;
        DeliverEvents.Delivered delivered;
        do {
            delivered = installation.statements().deliverEvents().execute(connection);
            installation.hint(delivered.queues());
            any |= delivered.executions() > 0;
        } while (delivered.more() && !stopping);
        return any;
    }

    private boolean fireSchedules(Connection connection) throws SQLException {
        boolean any = false;
        FireSchedules.Fired fired;
        do {
            fired = installation.statements().fireSchedules().execute(connection);
            installation.hint(fired.queues());
            any |= fired.executions() > 0;
        } while (fired.more() && !stopping);
        return any;
    }

    private void rescue(Connection connection) throws SQLException {
        Rescue.Rescued rescued = installation.statements().rescue().execute(connection, OutcomeDecision::afterCrash);
        installation.hint(rescued.woken());
        rescued.unanswered().forEach(queue::cancel);
        if (rescued.workers() + rescued.executions() > 0) {
            LOG.atInfo()
                    .addKeyValue("workers", rescued.workers())
                    .addKeyValue("executions", rescued.executions())
                    .log("Took over from dead workers");
        }
    }
}
