package dev.downbeat.playbook.run;

import dev.downbeat.playbook.sql.HotStatement;
import java.sql.Connection;
import java.util.List;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/**
 * Statements on visits. Every one runs under the lock of the execution. Times are the database's clock, not
 * {@code now()}: a transaction may be old when it writes.
 */
final class VisitRows {
    private static final HotStatement INSERT = HotStatement.of("""
            insert into downbeat.visit (execution_id, visit, step, status, args, command_id)
            select ?, o.visit, o.step, o.status, o.args::jsonb, o.command_id
            from unnest(?::integer[], ?::text[], ?::text[], ?::text[], ?::bigint[]) as o(visit, step, status, args, command_id)
            """);

    private static final HotStatement CLOSE = HotStatement.of("""
            update downbeat.visit set status = ?, result = ?::jsonb, error = ?::jsonb,
                started_at = coalesce(started_at, clock_timestamp() - ? * interval '1 microsecond'),
                finished_at = clock_timestamp()
            where execution_id = ? and visit = ?
            """);

    private static final HotStatement ARRIVE = HotStatement.of("""
            update downbeat.visit set args = coalesce(args, '{}') || ?::jsonb where execution_id = ? and visit = ?
            """);

    private static final HotStatement RELEASE = HotStatement.of("""
            update downbeat.visit set status = 'active', command_id = ? where execution_id = ? and visit = ?
            """);

    private static final HotStatement REPEAT = HotStatement.of("""
            update downbeat.visit set status = 'active', attempt = ?, state = ?::jsonb, command_id = ?, child_execution_id = null,
                started_at = coalesce(started_at, clock_timestamp() - ? * interval '1 microsecond')
            where execution_id = ? and visit = ?
            """);

    private static final HotStatement PARK = HotStatement.of("""
            update downbeat.visit set status = 'parked', child_execution_id = ?,
                started_at = coalesce(started_at, clock_timestamp() - ? * interval '1 microsecond')
            where execution_id = ? and visit = ?
            """);

    private static final HotStatement LOOP = HotStatement.of("""
            update downbeat.visit set status = 'looping',
                started_at = coalesce(started_at, clock_timestamp() - ? * interval '1 microsecond')
            where execution_id = ? and visit = ?
            """);

    private static final HotStatement RESUME = HotStatement.of("""
            update downbeat.visit set status = 'active'
            where execution_id = ? and visit = ? and status = 'parked' and child_execution_id = ?
            returning attempt
            """);

    private static final HotStatement ABANDON = HotStatement.of("""
            update downbeat.visit set status = 'cancelled', finished_at = now()
            where execution_id = ? and status in ('waiting', 'active', 'parked', 'looping')
            """);

    private VisitRows() {}

    /** A visit to be inserted. */
    record Fresh(
            int visit,
            String step,
            VisitStatus status,
            @Nullable JSONB args,
            @Nullable Long commandId) {}

    static void insert(Connection transaction, long executionId, List<Fresh> visits) {
        if (visits.isEmpty()) {
            return;
        }
        int size = visits.size();
        Integer[] numbers = new Integer[size];
        String[] steps = new String[size];
        String[] statuses = new String[size];
        @Nullable String[] args = new @Nullable String[size];
        @Nullable Long[] commands = new @Nullable Long[size];
        for (int i = 0; i < size; i++) {
            Fresh fresh = visits.get(i);
            numbers[i] = fresh.visit();
            steps[i] = fresh.step();
            statuses[i] = fresh.status().column();
            args[i] = fresh.args() == null ? null : fresh.args().data();
            commands[i] = fresh.commandId();
        }
        INSERT.update(transaction, executionId, numbers, steps, statuses, args, commands);
    }

    static void close(
            Connection transaction,
            long executionId,
            int visit,
            VisitStatus status,
            @Nullable JSONB result,
            @Nullable JSONB error,
            long elapsedNanos) {
        CLOSE.update(transaction, status.column(), result, error, elapsedNanos / 1_000, executionId, visit);
    }

    static void arrive(Connection transaction, long executionId, int visit, @Nullable JSONB args) {
        if (args != null) {
            ARRIVE.update(transaction, args, executionId, visit);
        }
    }

    static void release(Connection transaction, long executionId, int visit, long commandId) {
        RELEASE.update(transaction, commandId, executionId, visit);
    }

    /** Makes the next attempt of a call the current one. */
    static void repeat(Connection transaction, StepCommand call, CallState state, long commandId, long elapsedNanos) {
        REPEAT.update(
                transaction,
                call.attempt() + 1,
                state.column(),
                commandId,
                elapsedNanos / 1_000,
                call.executionId(),
                call.visit());
    }

    /** Lets a call wait for a child. */
    static void park(Connection transaction, StepCommand call, long childExecutionId, long elapsedNanos) {
        PARK.update(transaction, childExecutionId, elapsedNanos / 1_000, call.executionId(), call.visit());
    }

    /** Lets the items of a visit run. */
    static void loop(Connection transaction, StepCommand call, long elapsedNanos) {
        LOOP.update(transaction, elapsedNanos / 1_000, call.executionId(), call.visit());
    }

    /** Wakes a call whose child has ended; returns its attempt, null when it no longer waits. */
    static @Nullable Integer resume(Connection transaction, long executionId, int visit, long childExecutionId) {
        return RESUME.first(transaction, row -> row.getInt(1), executionId, visit, childExecutionId)
                .orElse(null);
    }

    /** Cancels every open visit. */
    static void abandon(Connection transaction, long executionId) {
        ABANDON.update(transaction, executionId);
    }
}
