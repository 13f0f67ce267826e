package dev.downbeat.queue.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.downbeat.queue.Enqueued;
import dev.downbeat.queue.Queue;
import dev.downbeat.queue.Task;
import dev.downbeat.queue.Worker;
import dev.downbeat.schema.DatabaseUrl;
import dev.downbeat.schema.Pool;
import dev.downbeat.schema.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A database, workers in processes and in this JVM with a journal each, and the check at the end. */
abstract class FaultTestBase {

    private static final long PAUSE_NANOS = Duration.ofMillis(10).toNanos();

    @TempDir
    Path folder;

    DatabaseUrl url;
    Queue queue;
    private HikariDataSource pool;
    private @Nullable TestDatabase database;
    private final List<FaultWorker> processes = new ArrayList<>();
    private final List<AutoCloseable> local = new ArrayList<>();
    private final Map<Path, Long> journals = new LinkedHashMap<>();

    /** Creates the database; the one who creates it drops it in {@link #dropDatabase}. */
    DatabaseUrl createDatabase() {
        database = TestDatabase.fresh();
        return database.url();
    }

    void dropDatabase() throws Exception {
        if (database != null) {
            database.close();
        }
    }

    @BeforeEach
    void open() {
        url = createDatabase();
        pool = Pool.open(url, 8);
        queue = Queue.on(pool);
    }

    @AfterEach
    void close() throws Exception {
        for (FaultWorker process : processes) {
            process.kill();
        }
        for (AutoCloseable part : local.reversed()) {
            part.close();
        }
        pool.close();
        dropDatabase();
    }

    List<Long> enqueue(Task<Integer, ? extends @Nullable Object> task, int count) {
        return queue.enqueueAll(IntStream.range(0, count).mapToObj(task::with).toList()).stream()
                .map(Enqueued::id)
                .toList();
    }

    FaultWorker process(DatabaseUrl url) throws Exception {
        return remember(FaultWorker.start(url, nextJournal()));
    }

    FaultWorker shortLivedProcess(DatabaseUrl url) throws Exception {
        return remember(FaultWorker.startShortLived(url, nextJournal()));
    }

    FaultWorker doomedProcess(DatabaseUrl url, Stage stage, int passes) throws Exception {
        return remember(FaultWorker.startDoomed(url, nextJournal(), stage, passes));
    }

    /** Returns a started worker of this JVM; it is stopped with the test. */
    Worker localWorker(DatabaseUrl url) {
        Path path = nextJournal();
        Journal journal = Journal.at(path);
        journals.put(path, Long.MAX_VALUE);
        HikariDataSource own = Pool.open(url, 16);
        Worker worker = new FaultTasks(journal, stage -> {})
                .on(Worker.on(Queue.on(own)).settings(FaultWorker.settings("local-" + local.size())))
                .build();
        local.add(journal);
        local.add(own);
        local.add(worker);
        worker.start();
        return worker;
    }

    private Path nextJournal() {
        return folder.resolve("journal-" + (processes.size() + journals.size()));
    }

    private FaultWorker remember(FaultWorker worker) {
        processes.add(worker);
        return worker;
    }

    DatabaseUrl through(TcpProxy proxy) {
        return new DatabaseUrl("localhost:" + proxy.port(), url.database(), url.user(), url.password(), url.options());
    }

    int port() {
        return Integer.parseInt(url.server().replaceFirst("^[^:]*:?", "0"));
    }

    /** Waits until as many executions are over, and asserts that the books are right. */
    void awaitAndCheck(List<Long> expected, int executions, FaultWorker... frozen) throws Exception {
        until(
                "%d executions are over".formatted(executions),
                () -> number("select count(*) from downbeat.history") >= executions);
        until("nothing runs", () -> number("select count(*) from downbeat.running") == 0);
        try (Connection connection = pool.getConnection()) {
            assertThat(HistoryChecker.check(connection, expected, allJournals(), journals(frozen)))
                    .isEmpty();
        }
    }

    private static Set<Path> journals(FaultWorker... workers) {
        return Arrays.stream(workers).map(FaultWorker::journal).collect(Collectors.toSet());
    }

    private Map<Path, Long> allJournals() {
        Map<Path, Long> all = new LinkedHashMap<>(journals);
        processes.forEach(process -> all.put(process.journal(), process.endedMicros()));
        return all;
    }

    /** Returns when each handler ran, as the journals tell. */
    Spans spans() {
        return Spans.of(allJournals());
    }

    /** Lets the time pass that the lease of a dead process has left. */
    void endLease(FaultWorker dead) throws Exception {
        assertThat(dead.isAlive()).isFalse();
        execute("update downbeat.worker set lease_until = least(lease_until, now()) where pid = " + dead.pid());
    }

    void execute(String sql) throws Exception {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    long number(String sql) throws Exception {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    static void until(String what, Callable<Boolean> reached) throws Exception {
        until(what, Duration.ofMinutes(2), reached);
    }

    /** Waits for what a real database will show; questions that fail meanwhile are asked again. */
    static void until(String what, Duration limit, Callable<Boolean> reached) throws Exception {
        long end = System.nanoTime() + limit.toNanos();
        Exception last = null;
        while (System.nanoTime() < end) {
            try {
                if (reached.call()) {
                    return;
                }
            } catch (Exception e) {
                last = e;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        throw new AssertionError("not reached within %s: %s".formatted(limit, what), last);
    }
}
