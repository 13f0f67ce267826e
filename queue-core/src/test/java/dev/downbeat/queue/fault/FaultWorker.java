package dev.downbeat.queue.fault;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Worker;
import dev.downbeat.queue.WorkerSettings;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Pool;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A worker in a JVM of its own that runs {@link FaultTasks}, until it is killed. */
final class FaultWorker {

    /**
     * Short, so that tests need not wait long for a rescue. Outlasts a restart of the server with the pause before a pool
     * connects again; its last tenth, in which handlers that lost it have to end, outlasts most stalls of the machine.
     */
    static final Duration LEASE = Duration.ofSeconds(8);

    private final Process process;
    private final Path journal;
    private volatile long ended = Long.MAX_VALUE;

    private FaultWorker(Process process, Path journal) {
        this.process = process;
        this.journal = journal;
    }

    /** Starts a worker and waits until it is ready. */
    static FaultWorker start(DatabaseUrl database, Path journal) throws Exception {
        FaultWorker worker = spawn(database, journal, null, 0);
        worker.awaitReady();
        return worker;
    }

    /** Starts a worker that may die before it can say that it is ready. */
    static FaultWorker startShortLived(DatabaseUrl database, Path journal) throws IOException {
        return spawn(database, journal, null, 0);
    }

    /** Starts a worker that dies at the nth pass of the stage. */
    static FaultWorker startDoomed(DatabaseUrl database, Path journal, Stage stage, int passes) throws IOException {
        return spawn(database, journal, stage, passes);
    }

    private static FaultWorker spawn(DatabaseUrl database, Path journal, @Nullable Stage stage, int passes)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                FaultWorker.class.getName(),
                journal.toString()));
        if (stage != null) {
            command.addAll(List.of(stage.name(), Integer.toString(passes)));
        }
        var builder = new ProcessBuilder(command);
        builder.environment().put("FAULT_DATABASE", database.withSecrets());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        return new FaultWorker(builder.start(), journal);
    }

    private void awaitReady() throws IOException {
        var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = output.readLine();
        while (line != null && !line.equals("ready")) {
            line = output.readLine();
        }
        if (line == null) {
            throw new IllegalStateException("the worker ended before it was ready");
        }
        Thread.ofVirtual().start(() -> output.lines().forEach(ignored -> {}));
    }

    Path journal() {
        return journal;
    }

    /** Returns when the process ended, by the machine's clock in microseconds; the end of time while it lives. */
    long endedMicros() {
        return ended;
    }

    /** Kills the process, if it still lives. */
    void kill() throws InterruptedException {
        if (!process.isAlive() && ended < Long.MAX_VALUE) {
            return;
        }
        process.destroyForcibly().waitFor();
        ended = Journal.now();
    }

    /** Waits for a death that the process brings about by itself. */
    int awaitDeath() throws InterruptedException {
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            kill();
            throw new AssertionError("the process did not die at its stage within 2 min");
        }
        ended = Journal.now();
        return process.exitValue();
    }

    void freeze() throws Exception {
        signal("STOP");
    }

    void thaw() throws Exception {
        signal("CONT");
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    public static void main(String[] arguments) throws InterruptedException {
        DatabaseUrl url = DatabaseUrl.parse(System.getenv("FAULT_DATABASE"));
        Guillotine guillotine = arguments.length > 1
                ? new Guillotine(Stage.valueOf(arguments[1]), Integer.parseInt(arguments[2]))
                : new Guillotine(Stage.EXECUTE, Integer.MAX_VALUE);
        Journal journal = Journal.at(Path.of(arguments[0]));
        try (HikariDataSource pool = Pool.open(url, 12)) {
            DataSource source = arguments.length > 1 ? guillotine.over(pool) : pool;
            var tasks = new FaultTasks(journal, guillotine::passing);
            Worker worker = tasks.alsoExiting(
                            tasks.on(Worker.on(Queue.on(source)).settings(settings("fault-worker"))))
                    .build();
            worker.start();
            System.out.println("ready");
            new CountDownLatch(1).await();
        }
    }

    static WorkerSettings settings(String name) {
        return WorkerSettings.DEFAULT.name(name).lease(LEASE).pollInterval(Duration.ofMillis(200));
    }
}
