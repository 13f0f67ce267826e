package dev.downbeat.playbook.run;

import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.sql.HotStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Statements on loops and their items. Every one that writes runs under the lock of the execution. */
final class LoopRows {
    private static final String COUNTERS = "l.total, l.width, l.fail_fast, l.started, l.succeeded, l.failed, l.stopped";

    // Which item, at which attempt, in which state.
    private static final String IS = "where execution_id = ? and visit = ? and item = ? and attempt = ? and status = ?";

    private static final HotStatement INSERT = HotStatement.of("""
            insert into downbeat.loop (execution_id, visit, mode, width, fail_fast, total, started, stopped)
            values (?, ?, ?, ?, ?, ?, 0, false)
            """);

    private static final HotStatement LOOK = HotStatement.of("select " + COUNTERS + """
             from downbeat.loop l where l.execution_id = ? and l.visit = ?
            """);

    private static final HotStatement ADVANCE = HotStatement.of("""
            with counted as (
                update downbeat.loop set total = ?, started = ?, succeeded = ?, failed = ?, stopped = ? where execution_id = ? and visit = ?
            )
            insert into downbeat.loop_item (execution_id, visit, item, status, command_id)
            select ?, ?, ? + o.nr::integer - 1, 'active', o.command_id from unnest(?::bigint[]) with ordinality as o(command_id, nr)
            """);

    private static final HotStatement CLOSE = HotStatement.of("""
            with item as (
                update downbeat.loop_item set status = ?, result = ?::jsonb, error = ?::jsonb,
                    started_at = coalesce(started_at, clock_timestamp() - ? * interval '1 microsecond'),
                    finished_at = clock_timestamp()
            """ + IS + """
                returning 1
            )
            select\s""" + COUNTERS + """
                from item, downbeat.loop l where l.execution_id = ? and l.visit = ?
            """);

    private static final HotStatement CLOSE_PARKED = HotStatement.of("""
            with item as (
                update downbeat.loop_item set status = ?, result = ?::jsonb, finished_at = clock_timestamp()
                where execution_id = ? and visit = ? and item = ? and status = 'parked' and child_execution_id = ?
                returning attempt
            )
            select\s""" + COUNTERS + """
                , item.attempt from item, downbeat.loop l where l.execution_id = ? and l.visit = ?
            """);

    private static final HotStatement REPEAT = HotStatement.of("""
            update downbeat.loop_item set status = 'active', attempt = ?, state = ?::jsonb, command_id = ?, child_execution_id = null,
                started_at = coalesce(started_at, clock_timestamp() - ? * interval '1 microsecond')
            """ + IS);

    private static final HotStatement PARK = HotStatement.of("""
            update downbeat.loop_item set status = 'parked', child_execution_id = ?,
                started_at = coalesce(started_at, clock_timestamp() - ? * interval '1 microsecond')
            """ + IS);

    private static final HotStatement RESUME = HotStatement.of("""
            update downbeat.loop_item set status = 'active'
            where execution_id = ? and visit = ? and item = ? and status = 'parked' and child_execution_id = ?
            returning attempt
            """);

    private LoopRows() {}

    /** A loop of which an item has ended with its child: the counters before, and the item's attempt. */
    record EndedItem(LoopState before, int attempt) {}

    static void insert(Connection transaction, StepCommand call, Loop.Mode mode, LoopState state) {
        INSERT.update(
                transaction,
                call.executionId(),
                call.visit(),
                mode.name().toLowerCase(Locale.ROOT),
                state.width(),
                state.failFast(),
                state.total());
    }

    /** Returns the counters, without a lock. */
    static Optional<LoopState> counters(DataSource database, StepCommand call) {
        return LOOK.first(database, LoopRows::counters, call.executionId(), call.visit());
    }

    private static LoopState counters(ResultSet row) throws SQLException {
        return new LoopState(
                row.getInt(1),
                row.getInt(2),
                row.getBoolean(3),
                row.getInt(4),
                row.getInt(5),
                row.getInt(6),
                row.getBoolean(7));
    }

    /** Writes the counters, and the items that start now: {@code first} and those after it, one for each command. */
    static void advance(
            Connection transaction, long executionId, int visit, LoopState state, int first, List<Long> commandIds) {
        ADVANCE.update(
                transaction,
                state.total(),
                state.started(),
                state.succeeded(),
                state.failed(),
                state.stopped(),
                executionId,
                visit,
                executionId,
                visit,
                first,
                commandIds.toArray(Long[]::new));
    }

    /** Ends an item that is at this attempt and has this status; returns the counters before, empty when it was not so. */
    static Optional<LoopState> close(
            Connection transaction,
            StepCommand call,
            VisitStatus from,
            VisitStatus to,
            @Nullable JSONB result,
            @Nullable JSONB error,
            long elapsedNanos) {
        return CLOSE.first(
                transaction,
                LoopRows::counters,
                to.column(),
                result,
                error,
                elapsedNanos / 1_000,
                call.executionId(),
                call.visit(),
                call.item(),
                call.attempt(),
                from.column(),
                call.executionId(),
                call.visit());
    }

    /** Ends an item with its child; empty when it no longer waits. */
    static Optional<EndedItem> closeParked(
            Connection transaction, Frame.Parent parent, long childExecutionId, VisitStatus to, JSONB result) {
        return CLOSE_PARKED.first(
                transaction,
                row -> new EndedItem(counters(row), row.getInt(8)),
                to.column(),
                result,
                parent.executionId(),
                parent.visit(),
                parent.item().orElseThrow(),
                childExecutionId,
                parent.executionId(),
                parent.visit());
    }

    /** Makes the next attempt of an item the current one; returns whether it was at this one. */
    static boolean repeat(
            Connection transaction,
            StepCommand call,
            VisitStatus from,
            CallState state,
            long commandId,
            long elapsedNanos) {
        return REPEAT.update(
                        transaction,
                        call.attempt() + 1,
                        state.column(),
                        commandId,
                        elapsedNanos / 1_000,
                        call.executionId(),
                        call.visit(),
                        call.item(),
                        call.attempt(),
                        from.column())
                == 1;
    }

    /** Lets an item wait for a child; returns whether it was at this attempt. */
    static boolean park(Connection transaction, StepCommand call, long childExecutionId, long elapsedNanos) {
        return PARK.update(
                        transaction,
                        childExecutionId,
                        elapsedNanos / 1_000,
                        call.executionId(),
                        call.visit(),
                        call.item(),
                        call.attempt(),
                        VisitStatus.ACTIVE.column())
                == 1;
    }

    /** Wakes an item whose child has ended; returns its attempt, null when it no longer waits. */
    static @Nullable Integer resume(Connection transaction, Frame.Parent parent, long childExecutionId) {
        return RESUME.first(
                        transaction,
                        row -> row.getInt(1),
                        parent.executionId(),
                        parent.visit(),
                        parent.item().orElseThrow(),
                        childExecutionId)
                .orElse(null);
    }
}
