package dev.downbeat.playbook;

import dev.downbeat.playbook.credential.Credentials;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Worker;
import dev.downbeat.queue.WorkerSettings;
import dev.downbeat.schema.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A worker in a JVM of its own, to be killed. */
final class WorkerProcess {
    private WorkerProcess() {}

    /** Starts one on a database; it leaves when this process closes its input. */
    static Process start(DatabaseUrl url, int concurrency) throws IOException {
        var builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                WorkerProcess.class.getName(),
                String.valueOf(concurrency)));
        builder.environment().put("WORKER_URL", url.jdbc());
        builder.environment().put("WORKER_USER", url.user().orElse(""));
        builder.environment().put("WORKER_PASSWORD", url.password().orElse(""));
        return builder.inheritIO().redirectInput(ProcessBuilder.Redirect.PIPE).start();
    }

    public static void main(String[] args) throws Exception {
        var config = new com.zaxxer.hikari.HikariConfig();
        config.setJdbcUrl(System.getenv("WORKER_URL"));
        config.setUsername(System.getenv("WORKER_USER"));
        config.setPassword(System.getenv("WORKER_PASSWORD"));
        config.setMaximumPoolSize(20);
        var database = new com.zaxxer.hikari.HikariDataSource(config);
        var tasks = PlaybookTasks.open(database, database, PlaybookSettings.DEFAULTS, Credentials.NONE);
        Worker worker = tasks.addTo(Worker.on(Queue.on(database)))
                .settings(WorkerSettings.DEFAULT
                        .concurrency(Integer.parseInt(args[0]))
                        .lease(Duration.ofSeconds(2)))
                .build();
        worker.start();
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        System.exit(0);
    }
}
