package dev.downbeat.queue.metrics;

import dev.downbeat.queue.FinishedRun;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The meters of one task's runs. */
final class TaskMeters {

    private final Map<FinishedRun.End, Counter> ends = new EnumMap<>(FinishedRun.End.class);
    private final Timer run;
    private final Timer wait;

    TaskMeters(MeterRegistry registry, String task) {
        for (FinishedRun.End end : FinishedRun.End.values()) {
            ends.put(
                    end,
                    Counter.builder("downbeat.executions")
                            .description("Runs of executions, by what became of them")
                            .tag("task", task)
                            .tag("outcome", end.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        this.run = Timer.builder("downbeat.execution.run")
                .description("How long handlers ran")
                .tag("task", task)
                .serviceLevelObjectives(Buckets.RUN)
                .register(registry);
        this.wait = Timer.builder("downbeat.execution.wait")
                .description("From when executions were due to their first start; of some of each claim")
                .tag("task", task)
                .serviceLevelObjectives(Buckets.WAIT)
                .register(registry);
    }

    void ran(FinishedRun finished) {
        Counter ended = ends.get(finished.end());
        if (ended != null) {
            ended.increment();
        }
        run.record(finished.ran());
        if (finished.waited() != null) {
            wait.record(finished.waited());
        }
    }
}
