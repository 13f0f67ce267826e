package dev.downbeat.queue;

import dev.downbeat.queue.internal.Prune;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes finished executions whose retention is over, for all workers: one thread, one short step after the other, at
 * most a tenth of the time. What it removes nobody claims or flushes, so that it is in nobody's way.
 */
final class Pruner implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Pruner.class);

    /** For each unit of time at work, so many at rest. */
    private static final int REST = 9;

    private final Installation installation;
    private final Duration look;
    private final Signal signal = new Signal();
    private volatile boolean stopping;
    private long pruned;

    /**
     * @param look how often to ask whether a walk is due
     */
    Pruner(Installation installation, Duration look) {
        this.installation = installation;
        this.look = look;
    }

    void stop() {
        stopping = true;
        signal.raise();
    }

    @Override
    public void run() {
        signal.await(look.toNanos());
        while (!stopping) {
            long pauseNanos = look.toNanos();
            try {
                pauseNanos = step();
            } catch (SQLException | RuntimeException e) {
                LOG.atWarn().addKeyValue("error", e.getMessage()).log("Pruning failed, will be tried again");
            }
            signal.await(pauseNanos);
        }
    }

    /** Returns for how long to rest. */
    private long step() throws SQLException {
        long began = System.nanoTime();
        Prune.Step step;
        try (Connection connection = installation.dataSource().getConnection()) {
            step = installation.statements().prune().step(connection);
        }
        pruned += step.executions();
        if (!step.more()) {
            told();
            return look.toNanos();
        }
        return REST * (System.nanoTime() - began);
    }

    private void told() {
        if (pruned > 0) {
            LOG.atInfo().addKeyValue("executions", pruned).log("Pruned finished executions");
            pruned = 0;
        }
    }
}
