package dev.downbeat.analysis.distribution;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Fills an empty installation with a volume, by COPY.
 *
 * <p>Numbers are handed out so that parameters can be chosen without asking: queues, tasks and workers are numbered from
 * 1, executions that run from 1, those that are ready from 10 000 001.
 */
public final class Loader {
    /** The ready executions' ids begin after this. */
    public static final int READY_FROM = 10_000_000;

    /** The scheduled executions' ids begin after this. */
    public static final int SCHEDULED_FROM = 20_000_000;

    /** The waiting executions' ids begin after this. */
    public static final int WAITING_FROM = 30_000_000;

    /** So many of the running are counted under a limit. */
    private static final int LIMITED = 100;

    private static final int FINISHED_FROM = 40_000_000;

    private final Connection connection;
    private final Volume volume;

    private Loader(Connection connection, Volume volume) {
        this.connection = connection;
        this.volume = volume;
    }

    /** Loads everything; gathers statistics unless the volume says otherwise, and vacuums unless it is churned. */
    public static void load(Connection connection, Volume volume) throws SQLException {
        new Loader(connection, volume).load();
    }

    private void load() throws SQLException {
        keepAutovacuumAway();
        dictionaries();
        ready();
        running();
        elsewhere();
        BesideLoader.load(connection, volume.stages());
        if (volume.loopItems() > 0) {
            LoopLoader.load(connection, volume.loopItems());
        }
        churn();
        if (volume.analysed()) {
            execute("analyze");
        }
        if (volume.analysed() && volume.churned() == 0) {
            execute("vacuum");
        }
    }

    private void keepAutovacuumAway() throws SQLException {
        for (String table : new String[] {
            "ready",
            "running",
            "scheduled",
            "waiting",
            "step",
            "history_default",
            "event",
            "event_wait",
            "dedupe",
            "key_period"
        }) {
            execute("alter table downbeat." + table + " set (autovacuum_enabled = false)");
        }
    }

    private void dictionaries() throws SQLException {
        CopyIn.rows(connection, "downbeat.queue (name)", volume.spread().queues(), number -> "queue-" + number);
        int tasks = volume.spread().queues() * volume.spread().tasksPerQueue();
        CopyIn.rows(
                connection,
                "downbeat.task (name, queue_id)",
                tasks,
                number -> "task-%d\t%d"
                        .formatted(number, (number - 1) / volume.spread().tasksPerQueue() + 1));
        CopyIn.rows(
                connection,
                "downbeat.worker (name, host, pid, concurrency, lease_until)",
                8,
                number -> "worker-%d\thost\t%d\t100\t2100-01-01".formatted(number, number));
    }

    private void ready() throws SQLException {
        CopyIn.rows(
                connection,
                "downbeat.ready (id, task_id, queue_id, priority, payload)",
                volume.stages().ready(),
                number -> "%d\t%d\t%d\t0\t{\"number\": %d}"
                        .formatted(READY_FROM + number, task(number), queue(number), number));
    }

    private void running() throws SQLException {
        CopyIn.rows(
                connection,
                "downbeat.running (id, run_at, created_at, worker_id, task_id, run, queue_id, priority, attempt, flags, payload)",
                volume.stages().running(),
                number -> "%d\tnow\tnow\t%d\t%d\t1\t%d\t0\t1\t%d\t{\"number\": %d}"
                        .formatted(
                                number,
                                number <= Volume.HELD ? 1 : 2 + number % 7,
                                task(number),
                                queue(number),
                                (volume.stepsPerRunning() == 0 ? 0 : 2) + (number <= LIMITED ? 8 : 0),
                                number));
        CopyIn.rows(
                connection,
                "downbeat.step (execution_id, name, kind, outcome, result)",
                volume.stages().running() * volume.stepsPerRunning(),
                number -> "%d\tstep-%d\tstep\tcompleted\t%d"
                        .formatted(
                                (number - 1) / volume.stepsPerRunning() + 1,
                                (number - 1) % volume.stepsPerRunning(),
                                number));
    }

    private void elsewhere() throws SQLException {
        CopyIn.rows(
                connection,
                "downbeat.scheduled (id, run_at, task_id, queue_id, flags, payload)",
                volume.stages().scheduled(),
                number -> "%d\t2100-01-01 00:%02d:%02d\t%d\t%d\t1\t{\"number\": %d}"
                        .formatted(
                                SCHEDULED_FROM + number,
                                number / 60 % 60,
                                number % 60,
                                task(number),
                                queue(number),
                                number));
        CopyIn.rows(
                connection,
                "downbeat.waiting (id, run_at, created_at, timeout_at, pending, task_id, run, queue_id, priority, attempt, flags)",
                volume.stages().waiting(),
                number -> "%d\tnow\tnow\t%s\t1\t%d\t1\t%d\t0\t1\t2"
                        .formatted(
                                WAITING_FROM + number,
                                BesideLoader.isOverdue(number) ? "2000-01-01" : "2100-01-01",
                                task(number),
                                queue(number)));
        CopyIn.rows(
                connection,
                "downbeat.history (id, run_at, created_at, started_at, finished_at, worker_id, task_id, run, outcome, queue_id,"
                        + " priority, attempt, flags, payload)",
                volume.stages().finished(),
                number -> "%d\tnow\tnow\tnow\tnow\t1\t%d\t1\tcompleted\t%d\t0\t1\t0\t{\"number\": %d}"
                        .formatted(FINISHED_FROM + number, task(number), queue(number), number));
    }

    /** Rows that were ready before all others, and are gone: a claim meets what they left in the index first. */
    private void churn() throws SQLException {
        CopyIn.rows(
                connection,
                "downbeat.ready (id, run_at, task_id, queue_id, priority)",
                volume.churned(),
                number -> "%d\t2020-01-01\t%d\t%d\t0".formatted(-number, task(number), queue(number)));
        execute("delete from downbeat.ready where id < 0");
    }

    private int queue(int number) {
        return number % volume.spread().queues() + 1;
    }

    /** The first fifth of a queue's tasks gets its share, the others the rest. */
    private int task(int number) {
        int tasks = volume.spread().tasksPerQueue();
        int hot = Math.max(1, tasks / 5);
        int round = number / volume.spread().queues();
        boolean isHot = tasks == 1 || round % 100 < volume.spread().hotShare() * 100;
        int within = isHot ? round % hot : hot + round % (tasks - hot);
        return (queue(number) - 1) * tasks + within + 1;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
