package dev.downbeat.analysis.operation;

import dev.downbeat.queue.internal.FireSchedules;
import dev.downbeat.queue.internal.Lease;
import dev.downbeat.queue.internal.LoadBeside;
import dev.downbeat.queue.internal.Promote;
import dev.downbeat.queue.internal.Prune;
import dev.downbeat.queue.internal.Rescue;
import dev.downbeat.queue.internal.SchemaName;
import java.time.Duration;
import java.util.List;

/** What every worker does beside its work. */
final class CareOperations {
    private static final SchemaName SCHEMA = SchemaName.DEFAULT;
    private static final long WORKER = 1;
    private static final int BATCH = 1_000;
    private static final int SCHEDULES = 100;
    private static final Duration LEASE = Duration.ofSeconds(15);

    private CareOperations() {}

    static List<Operation> all() {
        return List.of(
                Operation.flat("heartbeat", "Lease", dsl -> new Lease(SCHEMA).query(dsl, WORKER, LEASE)),
                Operation.flat("rescue", "Rescue", dsl -> new Rescue(SCHEMA).query(dsl, BATCH)),
                Operation.flat("promote", "Promote", dsl -> new Promote(SCHEMA).query(dsl, BATCH)),
                Operation.flat(
                        "step-load-100",
                        "LoadBeside",
                        dsl -> new LoadBeside(SCHEMA).stepsQuery(dsl, new Held(100).ids())),
                Operation.flat("cron", "FireSchedules", dsl -> FireSchedules.query(dsl, SCHEDULES)),
                Operation.flat(
                        "retention", "Prune", dsl -> new Prune(SCHEMA).query(dsl, "history_default", 0, Prune.BLOCKS)));
    }
}
