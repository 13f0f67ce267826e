package dev.downbeat.playbook.run;

import static dev.downbeat.schema.jooq.Tables.PLAYBOOK_EXECUTION;
import static dev.downbeat.schema.jooq.Tables.VISIT;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import dev.downbeat.playbook.status.RunStatus;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Statements on the row of one execution. */
final class RunRows {
    private RunRows() {}

    /** Holds an execution's row until the transaction ends. */
    static Optional<Locked> lock(DSLContext sql, long executionId) {
        return sql.select(
                        PLAYBOOK_EXECUTION.PLAYBOOK_ID,
                        PLAYBOOK_EXECUTION.STATUS,
                        PLAYBOOK_EXECUTION.LAST_VISIT,
                        PLAYBOOK_EXECUTION.PARENT_EXECUTION_ID,
                        PLAYBOOK_EXECUTION.PARENT_VISIT,
                        PLAYBOOK_EXECUTION.PARENT_ITEM)
                .from(PLAYBOOK_EXECUTION)
                .where(PLAYBOOK_EXECUTION.EXECUTION_ID.eq(executionId))
                .forUpdate()
                .fetchOptional(row -> new Locked(
                        executionId,
                        row.value1(),
                        RunStatus.of(row.value2()),
                        row.value3(),
                        row.value5() == null
                                ? null
                                : new Frame.Parent(
                                        row.value4(),
                                        row.value5(),
                                        row.value6() == null ? OptionalInt.empty() : OptionalInt.of(row.value6()))));
    }

    /** Reads the open visits. A statement of its own, after the lock: one snapshot with it could predate the lock. */
    static Board board(DSLContext sql, Locked run) {
        return new Board(
                run.lastVisit(),
                sql.select(VISIT.VISIT_, VISIT.STEP, VISIT.STATUS)
                        .from(VISIT)
                        .where(
                                VISIT.EXECUTION_ID.eq(run.executionId()),
                                // Inlined: the partial index visit_open_idx.
                                VISIT.STATUS.in(
                                        inline("waiting"), inline("active"), inline("parked"), inline("looping")))
                        .orderBy(VISIT.VISIT_)
                        .fetch(row -> new Board.Open(row.value1(), row.value2(), VisitStatus.of(row.value3()))));
    }

    /** Notes the newest visit and lays changed variables over the old ones. */
    static void advance(DSLContext sql, long executionId, int lastVisit, @Nullable JSONB ctxPatch) {
        var update = sql.update(PLAYBOOK_EXECUTION).set(PLAYBOOK_EXECUTION.LAST_VISIT, lastVisit);
        if (ctxPatch != null) {
            update = update.set(
                    PLAYBOOK_EXECUTION.CTX,
                    field("{0} || {1}", SQLDataType.JSONB, PLAYBOOK_EXECUTION.CTX, val(ctxPatch)));
        }
        update.where(PLAYBOOK_EXECUTION.EXECUTION_ID.eq(executionId)).execute();
    }

    /** Ends a run that has not ended; returns whether it was this statement that ended it. */
    static boolean end(
            DSLContext sql, long executionId, RunStatus status, @Nullable JSONB result, @Nullable JSONB error) {
        return sql.update(PLAYBOOK_EXECUTION)
                        .set(PLAYBOOK_EXECUTION.STATUS, status.column())
                        .set(PLAYBOOK_EXECUTION.RESULT, result)
                        .set(PLAYBOOK_EXECUTION.ERROR, error)
                        .set(PLAYBOOK_EXECUTION.FINISHED_AT, currentOffsetDateTime())
                        .where(
                                PLAYBOOK_EXECUTION.EXECUTION_ID.eq(executionId),
                                PLAYBOOK_EXECUTION.STATUS.eq(RunStatus.RUNNING.column()))
                        .execute()
                == 1;
    }

    /** Returns what a completed run ends with: the newest result of a step that does something. */
    static @Nullable JSONB result(DSLContext sql, long executionId, Collection<String> silentSteps) {
        return sql.select(VISIT.RESULT)
                .from(VISIT)
                .where(
                        VISIT.EXECUTION_ID.eq(executionId),
                        VISIT.STATUS.eq(VisitStatus.COMPLETED.column()),
                        VISIT.RESULT.isNotNull(),
                        VISIT.RESULT.ne(inline(JSONB.jsonb("null"))),
                        VISIT.STEP.notIn(silentSteps))
                .orderBy(VISIT.VISIT_.desc())
                .limit(1)
                .fetchOne(VISIT.RESULT);
    }

    /** Wakes who waits for an execution, in any process. */
    static void announce(DSLContext sql, long executionId) {
        sql.select(field(
                        "pg_notify({0}, {1})",
                        Object.class, inline(Announcements.CHANNEL), val(String.valueOf(executionId))))
                .execute();
    }
}
