package dev.downbeat.playbook.run;

import static dev.downbeat.schema.jooq.Tables.VISIT;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Statements on visits. Every one runs under the lock of the execution. */
final class VisitRows {
    private VisitRows() {}

    /** A visit to be inserted. */
    record Fresh(
            int visit,
            String step,
            VisitStatus status,
            @Nullable JSONB args,
            @Nullable Long commandId) {}

    static void insert(DSLContext sql, long executionId, List<Fresh> visits) {
        if (visits.isEmpty()) {
            return;
        }
        var insert = sql.insertInto(
                VISIT, VISIT.EXECUTION_ID, VISIT.VISIT_, VISIT.STEP, VISIT.STATUS, VISIT.ARGS, VISIT.COMMAND_ID);
        for (Fresh visit : visits) {
            insert = insert.values(
                    executionId, visit.visit(), visit.step(), visit.status().column(), visit.args(), visit.commandId());
        }
        insert.execute();
    }

    static void close(
            DSLContext sql,
            long executionId,
            int visit,
            VisitStatus status,
            @Nullable JSONB result,
            @Nullable JSONB error,
            long elapsedNanos) {
        sql.update(VISIT)
                .set(VISIT.STATUS, status.column())
                .set(VISIT.RESULT, result)
                .set(VISIT.ERROR, error)
                .set(VISIT.STARTED_AT, coalesce(VISIT.STARTED_AT, ago(elapsedNanos)))
                .set(VISIT.FINISHED_AT, ago(0))
                .where(VISIT.EXECUTION_ID.eq(executionId), VISIT.VISIT_.eq(visit))
                .execute();
    }

    static void arrive(DSLContext sql, long executionId, int visit, @Nullable JSONB args) {
        sql.update(VISIT)
                .set(VISIT.ARGS, merged(args))
                .where(VISIT.EXECUTION_ID.eq(executionId), VISIT.VISIT_.eq(visit))
                .execute();
    }

    private static Field<JSONB> merged(@Nullable JSONB args) {
        return field(
                "coalesce({0}, '{}'::jsonb) || {1}",
                SQLDataType.JSONB, VISIT.ARGS, val(args == null ? JSONB.jsonb("{}") : args));
    }

    static void release(DSLContext sql, long executionId, int visit, long commandId) {
        sql.update(VISIT)
                .set(VISIT.STATUS, VisitStatus.ACTIVE.column())
                .set(VISIT.COMMAND_ID, commandId)
                .where(VISIT.EXECUTION_ID.eq(executionId), VISIT.VISIT_.eq(visit))
                .execute();
    }

    /** Makes the next attempt of a call the current one. */
    static void repeat(DSLContext sql, StepCommand call, CallState state, long commandId, long elapsedNanos) {
        sql.update(VISIT)
                .set(VISIT.STATUS, VisitStatus.ACTIVE.column())
                .set(VISIT.ATTEMPT, call.attempt() + 1)
                .set(VISIT.STATE, state.column())
                .set(VISIT.COMMAND_ID, commandId)
                .set(VISIT.CHILD_EXECUTION_ID, (Long) null)
                .set(VISIT.STARTED_AT, coalesce(VISIT.STARTED_AT, ago(elapsedNanos)))
                .where(VISIT.EXECUTION_ID.eq(call.executionId()), VISIT.VISIT_.eq(call.visit()))
                .execute();
    }

    /** Lets a call wait for a child. */
    static void park(DSLContext sql, StepCommand call, long childExecutionId, long elapsedNanos) {
        sql.update(VISIT)
                .set(VISIT.STATUS, VisitStatus.PARKED.column())
                .set(VISIT.CHILD_EXECUTION_ID, childExecutionId)
                .set(VISIT.STARTED_AT, coalesce(VISIT.STARTED_AT, ago(elapsedNanos)))
                .where(VISIT.EXECUTION_ID.eq(call.executionId()), VISIT.VISIT_.eq(call.visit()))
                .execute();
    }

    /** Lets the items of a visit run. */
    static void loop(DSLContext sql, StepCommand call, long elapsedNanos) {
        sql.update(VISIT)
                .set(VISIT.STATUS, VisitStatus.LOOPING.column())
                .set(VISIT.STARTED_AT, coalesce(VISIT.STARTED_AT, ago(elapsedNanos)))
                .where(VISIT.EXECUTION_ID.eq(call.executionId()), VISIT.VISIT_.eq(call.visit()))
                .execute();
    }

    /** Returns the step of a visit. */
    static String step(DSLContext sql, long executionId, int visit) {
        return sql.select(VISIT.STEP)
                .from(VISIT)
                .where(VISIT.EXECUTION_ID.eq(executionId), VISIT.VISIT_.eq(visit))
                .fetchSingle()
                .value1();
    }

    /** Wakes a call whose child has ended; returns its attempt, null when it no longer waits. */
    static @Nullable Integer resume(DSLContext sql, long executionId, int visit, long childExecutionId) {
        return sql.update(VISIT)
                .set(VISIT.STATUS, VisitStatus.ACTIVE.column())
                .where(
                        VISIT.EXECUTION_ID.eq(executionId),
                        VISIT.VISIT_.eq(visit),
                        VISIT.STATUS.eq(VisitStatus.PARKED.column()),
                        VISIT.CHILD_EXECUTION_ID.eq(childExecutionId))
                .returningResult(VISIT.ATTEMPT)
                .fetchOne(VISIT.ATTEMPT);
    }

    /** Cancels every open visit. */
    static void abandon(DSLContext sql, long executionId) {
        sql.update(VISIT)
                .set(VISIT.STATUS, VisitStatus.CANCELLED.column())
                .set(VISIT.FINISHED_AT, currentOffsetDateTime())
                .where(
                        VISIT.EXECUTION_ID.eq(executionId),
                        VISIT.STATUS.in(inline("waiting"), inline("active"), inline("parked"), inline("looping")))
                .execute();
    }

    /** The database's clock, some time ago. Not {@code now()}: a transaction may be old when it writes. */
    static Field<OffsetDateTime> ago(long nanos) {
        return field(
                "clock_timestamp() - {0} * interval '1 microsecond'",
                SQLDataType.TIMESTAMPWITHTIMEZONE, val(nanos / 1_000));
    }
}
