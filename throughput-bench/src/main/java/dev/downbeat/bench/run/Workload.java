package dev.downbeat.bench.run;

import dev.downbeat.bench.scenario.Scenario;
import dev.downbeat.schema.scratch.ScratchDatabase;
import java.sql.SQLException;

/** What a scenario puts before its workers, and how its books are read afterwards. */
sealed interface Workload permits QueueWorkload, PlaybookWorkload {
    /** Returns the workload of a scenario on its database. */
    static Workload of(Scenario scenario, ScratchDatabase database) {
        return scenario.task().isPlaybook()
                ? new PlaybookWorkload(scenario, database)
                : new QueueWorkload(scenario, database);
    }

    /** Enqueues so many of its kind. */
    BulkEnqueue.Enqueuing enqueue(int tasks) throws SQLException;

    /** Reads what became of it. */
    Books read(Ids ids, Measured measured) throws SQLException;
}
