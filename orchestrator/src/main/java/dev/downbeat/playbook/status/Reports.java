package dev.downbeat.playbook.status;

import static dev.downbeat.schema.jooq.Tables.LOOP;
import static dev.downbeat.schema.jooq.Tables.PLAYBOOK;
import static dev.downbeat.schema.jooq.Tables.PLAYBOOK_EVENT;
import static dev.downbeat.schema.jooq.Tables.PLAYBOOK_EXECUTION;
import static dev.downbeat.schema.jooq.Tables.VISIT;
import static org.jooq.impl.DSL.arrayAgg;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.sum;

import com.fasterxml.jackson.databind.JsonNode;
import dev.downbeat.playbook.result.Results;
import dev.downbeat.playbook.result.RowJson;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/** Reads what people and programs are told of runs. Safe from any thread. */
public final class Reports {
    private static final Field<String> CURRENT_STEP = field(select(VISIT.STEP)
                    .from(VISIT)
                    .where(
                            VISIT.EXECUTION_ID.eq(PLAYBOOK_EXECUTION.EXECUTION_ID),
                            VISIT.STATUS.in(inline("waiting"), inline("active"), inline("parked"), inline("looping")))
                    .orderBy(VISIT.VISIT_.desc())
                    .limit(1))
            .as("current_step");

    private final DSLContext sql;

    public Reports(DSLContext sql) {
        this.sql = sql;
    }

    /** Returns where an execution stands. */
    public Optional<ExecutionStatus> status(long executionId) {
        return statuses(PLAYBOOK_EXECUTION.EXECUTION_ID.eq(executionId), 1).stream()
                .findFirst();
    }

    /** Returns the newest executions that no other one started, newest first. */
    public List<ExecutionStatus> list(int limit) {
        return statuses(PLAYBOOK_EXECUTION.PARENT_EXECUTION_ID.isNull(), limit);
    }

    private List<ExecutionStatus> statuses(Condition which, int limit) {
        return sql.select(
                        PLAYBOOK_EXECUTION.EXECUTION_ID,
                        PLAYBOOK.PATH,
                        PLAYBOOK.VERSION,
                        PLAYBOOK_EXECUTION.STATUS,
                        PLAYBOOK_EXECUTION.PARENT_EXECUTION_ID,
                        CURRENT_STEP,
                        PLAYBOOK_EXECUTION.CREATED_AT,
                        PLAYBOOK_EXECUTION.FINISHED_AT,
                        PLAYBOOK_EXECUTION.ERROR)
                .from(PLAYBOOK_EXECUTION)
                .join(PLAYBOOK)
                .on(PLAYBOOK.PLAYBOOK_ID.eq(PLAYBOOK_EXECUTION.PLAYBOOK_ID))
                .where(which)
                .orderBy(PLAYBOOK_EXECUTION.EXECUTION_ID.desc())
                .limit(limit)
                .fetch(row -> new ExecutionStatus(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        RunStatus.of(row.value4()),
                        row.value5(),
                        row.value6(),
                        row.value7().toInstant(),
                        row.value8() == null ? null : row.value8().toInstant(),
                        RowJson.tree(row.value9())));
    }

    /** Returns the document of {@code run --json}. */
    public Optional<ExecutionSummary> summary(long executionId) {
        return sql.select(
                        PLAYBOOK.PATH,
                        PLAYBOOK.VERSION,
                        PLAYBOOK_EXECUTION.STATUS,
                        millis(PLAYBOOK_EXECUTION.CREATED_AT, PLAYBOOK_EXECUTION.FINISHED_AT),
                        PLAYBOOK_EXECUTION.RESULT,
                        PLAYBOOK_EXECUTION.ERROR)
                .from(PLAYBOOK_EXECUTION)
                .join(PLAYBOOK)
                .on(PLAYBOOK.PLAYBOOK_ID.eq(PLAYBOOK_EXECUTION.PLAYBOOK_ID))
                .where(PLAYBOOK_EXECUTION.EXECUTION_ID.eq(executionId))
                .fetchOptional(row -> new ExecutionSummary(
                        executionId,
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        steps(executionId),
                        loops(executionId),
                        RowJson.tree(row.value5()),
                        RowJson.tree(row.value6())));
    }

    /** Returns a snapshot for live display. */
    public Optional<Progress> progress(long executionId) {
        return sql.select(PLAYBOOK_EXECUTION.STATUS)
                .from(PLAYBOOK_EXECUTION)
                .where(PLAYBOOK_EXECUTION.EXECUTION_ID.eq(executionId))
                .fetchOptional(row -> new Progress(RunStatus.of(row.value1()), steps(executionId), loops(executionId)));
    }

    /** Returns the result in full, also when it is kept by reference. */
    public Optional<JsonNode> result(long executionId) {
        return sql.select(PLAYBOOK_EXECUTION.RESULT)
                .from(PLAYBOOK_EXECUTION)
                .where(PLAYBOOK_EXECUTION.EXECUTION_ID.eq(executionId), PLAYBOOK_EXECUTION.RESULT.isNotNull())
                .fetchOptional(row -> RowJson.whole(new Results(sql).read(row.value1())));
    }

    private List<StepSummary> steps(long executionId) {
        Field<String[]> statuses = arrayAgg(VISIT.STATUS).orderBy(VISIT.VISIT_.desc());
        return sql.select(
                        VISIT.STEP,
                        field("({0})[1]", String.class, statuses),
                        count(),
                        sum(millis(coalesce(VISIT.STARTED_AT, VISIT.CREATED_AT), VISIT.FINISHED_AT)))
                .from(VISIT)
                .where(VISIT.EXECUTION_ID.eq(executionId))
                .groupBy(VISIT.STEP)
                .orderBy(min(VISIT.VISIT_))
                .fetch(row -> new StepSummary(
                        row.value1(), row.value2(), row.value3(), row.value4().longValue()));
    }

    private List<LoopSummary> loops(long executionId) {
        return sql.select(
                        VISIT.STEP,
                        VISIT.VISIT_,
                        VISIT.STATUS,
                        LOOP.MODE,
                        LOOP.WIDTH,
                        LOOP.TOTAL,
                        LOOP.STARTED,
                        LOOP.SUCCEEDED,
                        LOOP.FAILED,
                        millis(coalesce(VISIT.STARTED_AT, VISIT.CREATED_AT), VISIT.FINISHED_AT))
                .from(LOOP)
                .join(VISIT)
                .on(VISIT.EXECUTION_ID.eq(LOOP.EXECUTION_ID), VISIT.VISIT_.eq(LOOP.VISIT))
                .where(LOOP.EXECUTION_ID.eq(executionId))
                .orderBy(LOOP.VISIT)
                .fetch(row -> new LoopSummary(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        row.value8(),
                        row.value9(),
                        row.value7() - row.value8() - row.value9(),
                        row.value10()));
    }

    private static Field<Long> millis(Field<OffsetDateTime> from, Field<OffsetDateTime> to) {
        return field(
                "round(1000 * extract(epoch from coalesce({0}, clock_timestamp()) - {1}))::bigint",
                Long.class, to, from);
    }

    /** Returns one execution's events in order, those after the given one. */
    public List<PlaybookEvent> events(long executionId, long afterEventId, int limit) {
        return eventsQuery(executionId, afterEventId, limit).fetch(Reports::event);
    }

    ResultQuery<? extends Record> eventsQuery(long executionId, long afterEventId, int limit) {
        return sql.select(PLAYBOOK_EVENT.asterisk())
                .from(PLAYBOOK_EVENT)
                .where(PLAYBOOK_EVENT.EXECUTION_ID.eq(executionId), PLAYBOOK_EVENT.EVENT_ID.gt(afterEventId))
                .orderBy(PLAYBOOK_EVENT.EVENT_ID)
                .limit(limit);
    }

    private static PlaybookEvent event(Record row) {
        @Nullable JsonNode result = RowJson.tree(row.get(PLAYBOOK_EVENT.RESULT));
        return new PlaybookEvent(
                row.get(PLAYBOOK_EVENT.EXECUTION_ID),
                row.get(PLAYBOOK_EVENT.EVENT_ID),
                row.get(PLAYBOOK_EVENT.EVENT_TYPE),
                row.get(PLAYBOOK_EVENT.NODE_NAME),
                row.get(PLAYBOOK_EVENT.VISIT),
                row.get(PLAYBOOK_EVENT.ITEM),
                row.get(PLAYBOOK_EVENT.ATTEMPT),
                row.get(PLAYBOOK_EVENT.STATUS),
                row.get(PLAYBOOK_EVENT.DURATION_MS),
                result,
                RowJson.tree(row.get(PLAYBOOK_EVENT.ERROR)),
                row.get(PLAYBOOK_EVENT.WORKER),
                row.get(PLAYBOOK_EVENT.CREATED_AT).toInstant());
    }

    /** Returns with what an execution began: its version and its payload. */
    public Optional<Origin> origin(long executionId) {
        var input = dev.downbeat.schema.jooq.Tables.PLAYBOOK_INPUT;
        return sql.select(PLAYBOOK_EXECUTION.PLAYBOOK_ID, input.PAYLOAD)
                .from(PLAYBOOK_EXECUTION)
                .join(input)
                .on(input.EXECUTION_ID.eq(PLAYBOOK_EXECUTION.EXECUTION_ID))
                .where(PLAYBOOK_EXECUTION.EXECUTION_ID.eq(executionId))
                .fetchOptional(row -> new Origin(row.value1(), RowJson.map(row.value2())));
    }

    /** What an execution began with. */
    public record Origin(long playbookId, java.util.Map<String, @Nullable Object> payload) {}
}
