package dev.downbeat.worker.run;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Pool;
import dev.downbeat.worker.process.WorkerAssembly;
import dev.downbeat.worker.settings.KnownSettings;
import dev.downbeat.worker.settings.Settings;

/** One worker inside this process. */
public final class LocalCrew implements Crew {
    private final HikariDataSource dataSource;
    private final WorkerAssembly assembly;

    private LocalCrew(HikariDataSource dataSource, WorkerAssembly assembly) {
        this.dataSource = dataSource;
        this.assembly = assembly;
    }

    /** Starts the worker, with a pool of its own. */
    public static LocalCrew start(Settings settings, DatabaseUrl database) {
        HikariDataSource dataSource = Pool.open(database, settings.get(KnownSettings.WORKER_CONNECTIONS));
        try {
            String name = "local-" + ProcessHandle.current().pid();
            LocalCrew crew = new LocalCrew(dataSource, WorkerAssembly.of(settings, name, database, dataSource));
            crew.assembly.worker().start();
            return crew;
        } catch (RuntimeException e) {
            dataSource.close();
            throw e;
        }
    }

    @Override
    public String describe() {
        return "a worker in this process";
    }

    @Override
    public void tend() {}

    @Override
    public void close() {
        try (dataSource) {
            assembly.close();
        }
    }
}
