package dev.downbeat.playbook.run;

import static dev.downbeat.schema.jooq.Tables.VISIT;
import static org.jooq.impl.DSL.inline;

import dev.downbeat.playbook.sql.HotStatement;
import dev.downbeat.playbook.status.RunStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Statements on the row of one execution. */
final class RunRows {
    private static final HotStatement LOCK = HotStatement.of("""
            select playbook_id, status, last_visit, parent_execution_id, parent_visit, parent_item
            from downbeat.playbook_execution where execution_id = ? for update
            """);

    // The step of a visit never changes, so it may be read beside the lock.
    private static final HotStatement LOCK_PARENT = HotStatement.of("""
            select playbook_id, status, last_visit, parent_execution_id, parent_visit, parent_item,
                (select step from downbeat.visit v where v.execution_id = e.execution_id and v.visit = ?)
            from downbeat.playbook_execution e where execution_id = ? for update of e
            """);

    // The states are spelled out: the partial index visit_open_idx.
    private static final HotStatement BOARD = HotStatement.of("""
            select visit, step, status from downbeat.visit
            where execution_id = ? and status in ('waiting', 'active', 'parked', 'looping')
            order by visit
            """);

    private static final HotStatement ADVANCE = HotStatement.of("""
            update downbeat.playbook_execution set last_visit = ?, ctx = ctx || ?::jsonb
            where execution_id = ?
            """);

    private static final HotStatement ADVANCE_ONLY = HotStatement.of("""
            update downbeat.playbook_execution set last_visit = ? where execution_id = ?
            """);

    private static final HotStatement END = HotStatement.of("""
            update downbeat.playbook_execution set status = ?, result = ?::jsonb, error = ?::jsonb, finished_at = now()
            where execution_id = ? and status = 'running'
            """);

    private static final HotStatement ANNOUNCE = HotStatement.of("select pg_notify(?, ?)");

    private RunRows() {}

    /** An execution's row that is held, and the step of the visit that somebody asked about. */
    record LockedAt(Locked run, String step) {}

    /** Holds an execution's row until the transaction ends. */
    static Optional<Locked> lock(Connection transaction, long executionId) {
        return LOCK.first(transaction, row -> locked(executionId, row), executionId);
    }

    /** Holds the row of an execution of which a visit waits for a child. */
    static Optional<LockedAt> lockAt(Connection transaction, long executionId, int visit) {
        return LOCK_PARENT.first(
                transaction, row -> new LockedAt(locked(executionId, row), row.getString(7)), visit, executionId);
    }

    private static Locked locked(long executionId, ResultSet row) throws SQLException {
        return new Locked(
                executionId, row.getLong(1), RunStatus.of(row.getString(2)), row.getInt(3), parent(row, 4, 5, 6));
    }

    /** Returns the call that waits for an execution, from these columns; null when none does. */
    static Frame.@Nullable Parent parent(ResultSet row, int execution, int visit, int item) throws SQLException {
        Integer waiting = HotStatement.integer(row, visit);
        Integer index = HotStatement.integer(row, item);
        return waiting == null
                ? null
                : new Frame.Parent(
                        row.getLong(execution), waiting, index == null ? OptionalInt.empty() : OptionalInt.of(index));
    }

    /** Reads the open visits. A statement of its own, after the lock: one snapshot with it could predate the lock. */
    static Board board(Connection transaction, Locked run) {
        return new Board(
                run.lastVisit(),
                BOARD.all(
                        transaction,
                        row -> new Board.Open(row.getInt(1), row.getString(2), VisitStatus.of(row.getString(3))),
                        run.executionId()));
    }

    /** Notes the newest visit and lays changed variables over the old ones. */
    static void advance(Connection transaction, long executionId, int lastVisit, @Nullable JSONB ctxPatch) {
        if (ctxPatch == null) {
            ADVANCE_ONLY.update(transaction, lastVisit, executionId);
        } else {
            ADVANCE.update(transaction, lastVisit, ctxPatch, executionId);
        }
    }

    /** Ends a run that has not ended; returns whether it was this statement that ended it. */
    static boolean end(
            Connection transaction, long executionId, RunStatus status, @Nullable JSONB result, @Nullable JSONB error) {
        return END.update(transaction, status.column(), result, error, executionId) == 1;
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
    static void announce(Connection transaction, long executionId) {
        ANNOUNCE.first(transaction, row -> executionId, Announcements.CHANNEL, String.valueOf(executionId));
    }
}
