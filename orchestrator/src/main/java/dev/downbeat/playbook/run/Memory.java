package dev.downbeat.playbook.run;

import dev.downbeat.playbook.result.Results;
import dev.downbeat.playbook.result.RowJson;
import dev.downbeat.playbook.sql.HotStatement;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * What one run remembers: the newest result of each step, and the workload. What a step's templates mention is loaded
 * together at the start; anything else when it is touched. For one thread.
 */
final class Memory {
    // The workload has no step.
    private static final HotStatement LOAD = HotStatement.of("""
            select newest.step, newest.result from (
                select distinct on (step) step, result from downbeat.visit
                where execution_id = ? and step = any(?) and status in ('completed', 'failed')
                order by step, visit desc
            ) newest
            union all
            select null, workload from downbeat.playbook_input where execution_id = ?
            """);

    private final DataSource database;
    private final Results results;
    private final long executionId;
    private final Map<String, Optional<Object>> known = new HashMap<>();
    private @Nullable Map<String, @Nullable Object> workload;

    Memory(DataSource database, Results results, long executionId) {
        this.database = database;
        this.results = results;
        this.executionId = executionId;
    }

    /** Loads the workload and the newest result of each of these steps in one statement. */
    void load(Collection<String> steps) {
        steps.forEach(step -> known.put(step, Optional.empty()));
        Map<String, @Nullable Object> begun = new LinkedHashMap<>();
        LOAD.all(
                        database,
                        row -> new Loaded(row.getString(1), HotStatement.json(row, 2)),
                        executionId,
                        steps.toArray(String[]::new),
                        executionId)
                .forEach(row -> {
                    if (row.step() == null) {
                        begun.putAll(RowJson.map(row.value()));
                    } else {
                        known.put(row.step(), view(row.value()));
                    }
                });
        workload = begun;
    }

    /** Returns the workload. */
    Map<String, @Nullable Object> workload() {
        Map<String, @Nullable Object> present = workload;
        if (present == null) {
            load(List.of());
            present = workload;
        }
        return present == null ? Map.of() : present;
    }

    /** Returns the newest result of a step as templates see it; empty when it has not ended yet. */
    Optional<Object> result(String step) {
        if (!known.containsKey(step)) {
            load(List.of(step));
        }
        return known.getOrDefault(step, Optional.empty());
    }

    private record Loaded(@Nullable String step, @Nullable JSONB value) {}

    private Optional<Object> view(@Nullable JSONB column) {
        return Optional.of(StepResult.of(results.read(column)));
    }
}
