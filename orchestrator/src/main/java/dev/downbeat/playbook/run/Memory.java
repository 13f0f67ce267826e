package dev.downbeat.playbook.run;

import static dev.downbeat.schema.jooq.Tables.PLAYBOOK_INPUT;
import static dev.downbeat.schema.jooq.Tables.VISIT;
import static org.jooq.impl.DSL.any;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import dev.downbeat.playbook.result.PlainJson;
import dev.downbeat.playbook.result.Results;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/**
 * What one run remembers: the newest result of each step, and the workload. What a step's templates mention is loaded
 * together at the start; anything else when it is touched. For one thread.
 */
final class Memory {
    private final DSLContext sql;
    private final Results results;
    private final long executionId;
    private final Map<String, Optional<Object>> known = new HashMap<>();
    private @Nullable Map<String, @Nullable Object> workload;

    Memory(DSLContext sql, Results results, long executionId) {
        this.sql = sql;
        this.results = results;
        this.executionId = executionId;
    }

    /** Loads the workload and the newest result of each of these steps in one statement. */
    void load(Collection<String> steps) {
        String[] names = steps.toArray(String[]::new);
        steps.forEach(step -> known.put(step, Optional.empty()));
        var newest = select(VISIT.STEP, VISIT.RESULT)
                .distinctOn(VISIT.STEP)
                .from(VISIT)
                .where(
                        VISIT.EXECUTION_ID.eq(executionId),
                        VISIT.STEP.eq(any(val(names, SQLDataType.CLOB.array()))),
                        VISIT.STATUS.in(inline("completed"), inline("failed")))
                .orderBy(VISIT.STEP, VISIT.VISIT_.desc())
                .asTable("newest");
        Map<String, @Nullable Object> begun = new LinkedHashMap<>();
        sql.select(newest.field(VISIT.STEP), newest.field(VISIT.RESULT))
                .from(newest)
                .unionAll(select(inline((String) null), PLAYBOOK_INPUT.WORKLOAD)
                        .from(PLAYBOOK_INPUT)
                        .where(PLAYBOOK_INPUT.EXECUTION_ID.eq(executionId)))
                .forEach(row -> {
                    if (row.value1() == null) {
                        begun.putAll(PlainJson.map(row.value2()));
                    } else {
                        known.put(row.value1(), view(row.value2()));
                    }
                });
        workload = begun;
    }

    /** Returns the workload. */
    Map<String, @Nullable Object> workload() {
        Map<String, @Nullable Object> present = workload;
        if (present == null) {
            load(java.util.List.of());
            present = workload;
        }
        return present == null ? Map.of() : present;
    }

    /** Returns the newest result of a step as templates see it; empty when it has not ended yet. */
    Optional<Object> result(String step) {
        if (!known.containsKey(step)) {
            load(java.util.List.of(step));
        }
        return known.getOrDefault(step, Optional.empty());
    }

    private Optional<Object> view(@Nullable JSONB column) {
        return Optional.of(StepResult.of(results.read(column)));
    }
}
