package dev.downbeat.bench.run;

import static dev.downbeat.schema.jooq.Tables.HISTORY;
import static dev.downbeat.schema.jooq.Tables.LOOP;
import static dev.downbeat.schema.jooq.Tables.PLAYBOOK_EXECUTION;
import static dev.downbeat.schema.jooq.Tables.TASK;
import static dev.downbeat.schema.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import dev.downbeat.bench.playbook.BenchPlaybooks;
import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.playbook.Playbooks;
import dev.downbeat.playbook.settings.PlaybookSettings;
import dev.downbeat.schema.scratch.ScratchDatabase;
import java.math.BigDecimal;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/**
 * Executions of a playbook. They are the tasks; the commands of their steps are counted as their children, so that throughput
 * tells what the queue did.
 */
record PlaybookWorkload(Scenario scenario, ScratchDatabase database) implements Workload {
    private static final String COMMAND = "playbook.step";

    @Override
    public BulkEnqueue.Enqueuing enqueue(int tasks) {
        Playbooks playbooks = Playbooks.on(database.dataSource(), PlaybookSettings.DEFAULTS);
        String path = BenchPlaybooks.register(playbooks, scenario.task());
        Map<String, Object> payload = BenchPlaybooks.payload(scenario.size());
        Ids ids = new Ids(tasks);
        long start = System.nanoTime();
        for (int i = 0; i < tasks; i++) {
            ids.add(playbooks.execute(path, payload));
        }
        return new BulkEnqueue.Enqueuing(ids, System.nanoTime() - start);
    }

    @Override
    public Books read(Ids ids, Measured measured) {
        DSLContext sql = DSL.using(database.dataSource(), SQLDialect.POSTGRES);
        Count count = new Count();
        sql.select(
                        PLAYBOOK_EXECUTION.EXECUTION_ID,
                        PLAYBOOK_EXECUTION.STATUS,
                        Books.micros(PLAYBOOK_EXECUTION.CREATED_AT),
                        Books.micros(PLAYBOOK_EXECUTION.FINISHED_AT))
                .from(PLAYBOOK_EXECUTION)
                .where(PLAYBOOK_EXECUTION.EXECUTION_ID.ge(ids.first()))
                .forEach(row -> {
                    count.unfinished += row.value2().equals("running") ? 1 : 0;
                    if (ids.contains(row.value1())) {
                        count.add(row.value2());
                        if (row.value4() != null) {
                            measured.latency(row.value3(), row.value4());
                        }
                    }
                });
        long commands = commands(sql, ids, measured);
        long missing = scenario.tasks() - count.processed - count.failed;
        long items = items(sql, ids) - (long) scenario.tasks() * scenario.size();
        return new Books(
                count.processed,
                count.failed,
                missing + Math.max(0, -items),
                count.unfinished,
                Math.max(0, items),
                commands - count.processed,
                0);
    }

    /** Tells which worker ended each command when; returns how many there were. */
    private static long commands(DSLContext sql, Ids ids, Measured measured) {
        return sql.select(WORKER.NAME, Books.micros(HISTORY.FINISHED_AT))
                .from(HISTORY)
                .join(TASK)
                .on(TASK.ID.eq(HISTORY.TASK_ID))
                .join(WORKER)
                .on(WORKER.ID.eq(HISTORY.WORKER_ID))
                .where(TASK.NAME.eq(COMMAND))
                .and(HISTORY.FINISHED_AT.ge(select(PLAYBOOK_EXECUTION.CREATED_AT)
                        .from(PLAYBOOK_EXECUTION)
                        .where(PLAYBOOK_EXECUTION.EXECUTION_ID.eq(ids.first()))))
                .fetch(row -> {
                    measured.finished(row.value1(), row.value2());
                    return row.value1();
                })
                .size();
    }

    /** Every item of every loop, once: more were done twice, fewer were left out. */
    private static long items(DSLContext sql, Ids ids) {
        return sql.select(coalesce(sum(LOOP.SUCCEEDED), BigDecimal.ZERO))
                .from(LOOP)
                .where(LOOP.EXECUTION_ID.ge(ids.first()))
                .fetchSingle()
                .value1()
                .longValue();
    }

    /** Counts what was enqueued by how it ended. */
    private static final class Count {
        private long processed;
        private long failed;
        private long unfinished;

        void add(String status) {
            switch (status) {
                case "completed" -> processed++;
                case "running" -> {}
                default -> failed++;
            }
        }
    }
}
