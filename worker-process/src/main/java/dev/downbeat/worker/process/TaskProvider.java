package dev.downbeat.worker.process;

import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Worker;
import javax.sql.DataSource;

/**
 * Brings an application's own tasks into {@code downbeat worker}; found by {@link java.util.ServiceLoader}. Put the jar on
 * {@code DOWNBEAT_CLASSPATH}.
 */
public interface TaskProvider {
    /**
     * Adds handlers to the worker that is being built.
     *
     * @param queue for handlers that enqueue
     * @param dataSource the worker's pool, for handlers that speak to the database
     */
    void contribute(Worker.Builder worker, Queue queue, DataSource dataSource);
}
