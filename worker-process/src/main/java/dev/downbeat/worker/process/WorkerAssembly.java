package dev.downbeat.worker.process;

import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Worker;
import dev.downbeat.worker.settings.KnownSettings;
import dev.downbeat.worker.settings.Settings;
import java.time.Duration;
import java.util.ServiceLoader;
import javax.sql.DataSource;

/**
 * A worker with everything it can run: the playbooks' steps and the tasks of every {@link TaskProvider}. Closing stops it
 * and ends what the tools opened.
 */
public final class WorkerAssembly implements AutoCloseable {
    private final Worker worker;
    private final String name;
    private final Duration grace;

    private WorkerAssembly(Worker worker, String name, Duration grace) {
        this.worker = worker;
        this.name = name;
        this.grace = grace;
    }

    /** Puts a worker together; it is not started yet. */
    public static WorkerAssembly of(Settings settings, String name, DataSource dataSource) {
        Queue queue = Queue.on(dataSource);
        Worker.Builder builder = Worker.on(queue).settings(SettingsOfWorker.queue(settings, name));
        ServiceLoader.load(TaskProvider.class).forEach(provider -> provider.contribute(builder, queue, dataSource));
        return new WorkerAssembly(builder.build(), name, settings.get(KnownSettings.WORKER_GRACE));
    }

    /** Returns the worker itself. */
    public Worker worker() {
        return worker;
    }

    /** Returns what the worker is called until the database has given it an id, then that. */
    public String workerId() {
        return name;
    }

    /** Stops the worker within its grace. Does nothing the second time. */
    public void stop() {
        worker.stop(grace);
    }

    @Override
    public void close() {
        stop();
    }
}
