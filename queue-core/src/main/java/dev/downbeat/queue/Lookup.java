package dev.downbeat.queue;

import static dev.downbeat.schema.jooq.Tables.EXECUTION;

import dev.downbeat.schema.jooq.tables.records.ExecutionRecord;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Reads executions through the view that joins all stages of life. */
final class Lookup {

    private final Installation installation;

    Lookup(Installation installation) {
        this.installation = installation;
    }

    Optional<Execution> get(long id) {
        return installation.with(
                "Looking an execution up",
                connection -> installation
                        .schema()
                        .jooq(connection)
                        .selectFrom(EXECUTION)
                        .where(EXECUTION.ID.eq(id))
                        .limit(1)
                        .fetchOptional(Lookup::execution));
    }

    /** Returns those of the failed executions that are still there, by ascending id. */
    List<Execution> failed(List<Long> ids) {
        return installation.with(
                "Looking executions up",
                connection -> installation
                        .schema()
                        .jooq(connection)
                        .selectFrom(EXECUTION)
                        .where(EXECUTION.ID.in(ids), EXECUTION.STATE.eq(org.jooq.impl.DSL.inline("failed")))
                        .orderBy(EXECUTION.ID)
                        .fetch(Lookup::execution));
    }

    List<Execution> list(ExecutionFilter filter) {
        return installation.with(
                "Listing executions",
                connection -> installation
                        .schema()
                        .jooq(connection)
                        .selectFrom(EXECUTION)
                        .where(conditions(filter))
                        .and(EXECUTION.ID.gt(filter.afterId()))
                        .orderBy(EXECUTION.ID)
                        .limit(filter.limit())
                        .fetch(Lookup::execution));
    }

    long count(ExecutionFilter filter) {
        return installation.with("Counting executions", connection -> {
            Integer count = installation
                    .schema()
                    .jooq(connection)
                    .selectCount()
                    .from(EXECUTION)
                    .where(conditions(filter))
                    .fetchSingle()
                    .value1();
            return (long) count;
        });
    }

    private static List<Condition> conditions(ExecutionFilter filter) {
        var conditions = new ArrayList<Condition>();
        if (!filter.states().isEmpty()) {
            // Inlined, so that the planner drops the stages that cannot match.
            conditions.add(EXECUTION.STATE.in(filter.states().stream()
                    .map(state -> org.jooq.impl.DSL.inline(state.name().toLowerCase(Locale.ROOT)))
                    .toList()));
        }
        if (filter.task() != null) {
            conditions.add(EXECUTION.TASK.eq(filter.task()));
        }
        if (filter.queue() != null) {
            conditions.add(EXECUTION.QUEUE.eq(filter.queue()));
        }
        if (filter.parentId() != null) {
            conditions.add(EXECUTION.PARENT_ID.eq(filter.parentId()));
        }
        return conditions;
    }

    private static Execution execution(ExecutionRecord row) {
        @Nullable JSONB error = row.getError();
        return new Execution(
                row.getId(),
                row.getTask(),
                row.getQueue(),
                ExecutionState.valueOf(row.getState().toUpperCase(Locale.ROOT)),
                row.getAttempt(),
                row.getPriority(),
                row.getCreatedAt().toInstant(),
                row.getRunAt().toInstant(),
                instant(row.getStartedAt()),
                instant(row.getFinishedAt()),
                row.getWorkerId(),
                row.getParentId(),
                Json.tree(text(row.getPayload())),
                Json.tree(text(row.getResult())),
                error == null ? null : Json.error(error.data()));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    private static @Nullable String text(@Nullable JSONB json) {
        return json == null ? null : json.data();
    }
}
