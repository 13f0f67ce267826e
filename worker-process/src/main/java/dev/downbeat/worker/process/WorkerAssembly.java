package dev.downbeat.worker.process;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.playbook.PlaybookTasks;
import dev.downbeat.playbook.credential.CredentialStore;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.playbook.tool.postgres.Databases;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Worker;
import dev.downbeat.queue.WorkerObserver;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.worker.settings.Home;
import dev.downbeat.worker.settings.KnownSettings;
import dev.downbeat.worker.settings.Settings;
import java.time.Duration;
import java.util.Arrays;
import java.util.ServiceLoader;
import javax.sql.DataSource;

/**
 * A worker with everything it can run: the playbooks' steps and the tasks of every {@link TaskProvider}. Closing stops it
 * and ends what the tools opened. Safe from any thread.
 */
public final class WorkerAssembly implements AutoCloseable {
    private final Worker worker;
    private final PlaybookTasks playbooks;
    private final HikariDataSource toolPool;
    private final String name;
    private final Duration grace;

    private WorkerAssembly(
            Worker worker, PlaybookTasks playbooks, HikariDataSource toolPool, String name, Duration grace) {
        this.worker = worker;
        this.playbooks = playbooks;
        this.toolPool = toolPool;
        this.name = name;
        this.grace = grace;
    }

    /**
     * Puts a worker together; it is not started yet.
     *
     * @param dataSource the worker's pool, which stays the caller's
     * @param observers are told what the worker does
     */
    public static WorkerAssembly of(
            Settings settings, String name, DatabaseUrl database, DataSource dataSource, WorkerObserver... observers) {
        Queue queue = Queue.on(dataSource);
        PlaybookSettings playbookSettings = SettingsOfWorker.playbooks(settings);
        HikariDataSource toolPool = Databases.open(database, playbookSettings.postgres());
        CredentialStore credentials = CredentialStore.on(dataSource, Home.state(System.getenv()));
        PlaybookTasks playbooks = PlaybookTasks.open(dataSource, toolPool, playbookSettings, credentials);
        Worker.Builder builder = Worker.on(queue).settings(SettingsOfWorker.queue(settings, name));
        playbooks.addTo(builder);
        Arrays.asList(observers).forEach(builder::observer);
        ServiceLoader.load(TaskProvider.class).forEach(provider -> provider.contribute(builder, queue, dataSource));
        return new WorkerAssembly(builder.build(), playbooks, toolPool, name, settings.get(KnownSettings.WORKER_GRACE));
    }

    /** Returns the worker itself. */
    public Worker worker() {
        return worker;
    }

    /** Returns the id that the database gave to the worker; its name before the start and after the stop. */
    public String workerId() {
        return worker.id().isPresent() ? Long.toString(worker.id().getAsLong()) : name;
    }

    /** Stops the worker within its grace. Does nothing the second time. */
    public void stop() {
        worker.stop(grace);
    }

    @Override
    public void close() {
        try (toolPool;
                playbooks) {
            stop();
        }
    }
}
