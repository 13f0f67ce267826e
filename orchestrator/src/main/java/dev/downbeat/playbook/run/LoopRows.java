package dev.downbeat.playbook.run;

import static dev.downbeat.schema.jooq.Tables.LOOP;
import static dev.downbeat.schema.jooq.Tables.LOOP_CHUNK;
import static dev.downbeat.schema.jooq.Tables.LOOP_ITEM;
import static org.jooq.impl.DSL.coalesce;

import dev.downbeat.playbook.graph.Loop;
import dev.downbeat.playbook.result.Packed;
import dev.downbeat.playbook.result.Results;
import java.util.List;
import java.util.Locale;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jspecify.annotations.Nullable;

/** Statements on loops and their items. Every one but the chunks' runs under the lock of the execution. */
final class LoopRows {
    private static final int CHUNK_ITEMS = 200;
    private static final int CHUNK_CHARS = 65_536;
    private static final int CHUNKS_PER_STATEMENT = 50;

    private LoopRows() {}

    /** Stores a collection, some elements to a row; what is too large for a row goes by reference. */
    static int store(DSLContext sql, StepCommand call, Iterable<?> collection, int inlineMaxBytes) {
        var insert = sql.insertInto(
                LOOP_CHUNK, LOOP_CHUNK.EXECUTION_ID, LOOP_CHUNK.VISIT, LOOP_CHUNK.FIRST_ITEM, LOOP_CHUNK.ELEMENTS);
        StringBuilder chunk = new StringBuilder("[");
        int chunks = 0;
        int first = 0;
        int total = 0;
        for (Object element : collection) {
            String json = Results.write(sql, call.executionId(), Packed.of(element, inlineMaxBytes))
                    .data();
            if (total > first && (total - first >= CHUNK_ITEMS || chunk.length() + json.length() > CHUNK_CHARS)) {
                insert = insert.values(
                        call.executionId(),
                        call.visit(),
                        first,
                        JSONB.jsonb(chunk.append(']').toString()));
                if (++chunks % CHUNKS_PER_STATEMENT == 0) {
                    insert.execute();
                    insert = sql.insertInto(
                            LOOP_CHUNK,
                            LOOP_CHUNK.EXECUTION_ID,
                            LOOP_CHUNK.VISIT,
                            LOOP_CHUNK.FIRST_ITEM,
                            LOOP_CHUNK.ELEMENTS);
                }
                chunk.setLength(1);
                first = total;
            }
            chunk.append(total == first ? "" : ",").append(json);
            total++;
        }
        if (total > first) {
            insert.values(
                            call.executionId(),
                            call.visit(),
                            first,
                            JSONB.jsonb(chunk.append(']').toString()))
                    .execute();
        }
        return total;
    }

    static void insert(DSLContext sql, StepCommand call, Loop.Mode mode, LoopState state) {
        sql.insertInto(LOOP)
                .set(LOOP.EXECUTION_ID, call.executionId())
                .set(LOOP.VISIT, call.visit())
                .set(LOOP.MODE, mode.name().toLowerCase(Locale.ROOT))
                .set(LOOP.WIDTH, state.width())
                .set(LOOP.FAIL_FAST, state.failFast())
                .set(LOOP.TOTAL, state.total())
                .set(LOOP.STARTED, state.started())
                .set(LOOP.STOPPED, state.stopped())
                .execute();
    }

    /** Reads the counters; under the lock nobody else moves them. */
    static LoopState read(DSLContext sql, long executionId, int visit) {
        return sql.select(
                        LOOP.TOTAL, LOOP.WIDTH, LOOP.FAIL_FAST, LOOP.STARTED, LOOP.SUCCEEDED, LOOP.FAILED, LOOP.STOPPED)
                .from(LOOP)
                .where(LOOP.EXECUTION_ID.eq(executionId), LOOP.VISIT.eq(visit))
                .fetchSingle(row -> new LoopState(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        row.value7()));
    }

    static void advance(DSLContext sql, long executionId, int visit, LoopState state) {
        sql.update(LOOP)
                .set(LOOP.STARTED, state.started())
                .set(LOOP.SUCCEEDED, state.succeeded())
                .set(LOOP.FAILED, state.failed())
                .set(LOOP.STOPPED, state.stopped())
                .where(LOOP.EXECUTION_ID.eq(executionId), LOOP.VISIT.eq(visit))
                .execute();
    }

    /** Inserts the items that start now: {@code first} and those after it, one for each command. */
    static void start(DSLContext sql, long executionId, int visit, int first, List<Long> commandIds) {
        if (commandIds.isEmpty()) {
            return;
        }
        var insert = sql.insertInto(
                LOOP_ITEM,
                LOOP_ITEM.EXECUTION_ID,
                LOOP_ITEM.VISIT,
                LOOP_ITEM.ITEM,
                LOOP_ITEM.STATUS,
                LOOP_ITEM.COMMAND_ID);
        for (int i = 0; i < commandIds.size(); i++) {
            insert = insert.values(executionId, visit, first + i, VisitStatus.ACTIVE.column(), commandIds.get(i));
        }
        insert.execute();
    }

    /** Ends an item that is at this attempt and has this status; returns whether it was so. */
    static boolean close(
            DSLContext sql,
            StepCommand call,
            VisitStatus from,
            VisitStatus to,
            @Nullable JSONB result,
            @Nullable JSONB error,
            long elapsedNanos) {
        return sql.update(LOOP_ITEM)
                        .set(LOOP_ITEM.STATUS, to.column())
                        .set(LOOP_ITEM.RESULT, result)
                        .set(LOOP_ITEM.ERROR, error)
                        .set(LOOP_ITEM.STARTED_AT, coalesce(LOOP_ITEM.STARTED_AT, VisitRows.ago(elapsedNanos)))
                        .set(LOOP_ITEM.FINISHED_AT, VisitRows.ago(0))
                        .where(is(call, from))
                        .execute()
                == 1;
    }

    /** Makes the next attempt of an item the current one; returns whether it was at this one. */
    static boolean repeat(
            DSLContext sql, StepCommand call, VisitStatus from, CallState state, long commandId, long elapsedNanos) {
        return sql.update(LOOP_ITEM)
                        .set(LOOP_ITEM.STATUS, VisitStatus.ACTIVE.column())
                        .set(LOOP_ITEM.ATTEMPT, call.attempt() + 1)
                        .set(LOOP_ITEM.STATE, state.column())
                        .set(LOOP_ITEM.COMMAND_ID, commandId)
                        .set(LOOP_ITEM.CHILD_EXECUTION_ID, (Long) null)
                        .set(LOOP_ITEM.STARTED_AT, coalesce(LOOP_ITEM.STARTED_AT, VisitRows.ago(elapsedNanos)))
                        .where(is(call, from))
                        .execute()
                == 1;
    }

    /** Lets an item wait for a child; returns whether it was at this attempt. */
    static boolean park(DSLContext sql, StepCommand call, long childExecutionId, long elapsedNanos) {
        return sql.update(LOOP_ITEM)
                        .set(LOOP_ITEM.STATUS, VisitStatus.PARKED.column())
                        .set(LOOP_ITEM.CHILD_EXECUTION_ID, childExecutionId)
                        .set(LOOP_ITEM.STARTED_AT, coalesce(LOOP_ITEM.STARTED_AT, VisitRows.ago(elapsedNanos)))
                        .where(is(call, VisitStatus.ACTIVE))
                        .execute()
                == 1;
    }

    private static Condition is(StepCommand call, VisitStatus status) {
        return LOOP_ITEM
                .EXECUTION_ID
                .eq(call.executionId())
                .and(LOOP_ITEM.VISIT.eq(call.visit()))
                .and(LOOP_ITEM.ITEM.eq(call.item()))
                .and(LOOP_ITEM.ATTEMPT.eq(call.attempt()))
                .and(LOOP_ITEM.STATUS.eq(status.column()));
    }

    /** Ends an item with its child; returns its attempt, null when it no longer waits. */
    static @Nullable Integer closeParked(
            DSLContext sql,
            long executionId,
            int visit,
            int item,
            long childExecutionId,
            VisitStatus to,
            @Nullable JSONB result) {
        return sql.update(LOOP_ITEM)
                .set(LOOP_ITEM.STATUS, to.column())
                .set(LOOP_ITEM.RESULT, result)
                .set(LOOP_ITEM.FINISHED_AT, VisitRows.ago(0))
                .where(
                        LOOP_ITEM.EXECUTION_ID.eq(executionId),
                        LOOP_ITEM.VISIT.eq(visit),
                        LOOP_ITEM.ITEM.eq(item),
                        LOOP_ITEM.STATUS.eq(VisitStatus.PARKED.column()),
                        LOOP_ITEM.CHILD_EXECUTION_ID.eq(childExecutionId))
                .returningResult(LOOP_ITEM.ATTEMPT)
                .fetchOne(LOOP_ITEM.ATTEMPT);
    }

    /** Wakes an item whose child has ended; returns its attempt, null when it no longer waits. */
    static @Nullable Integer resume(DSLContext sql, long executionId, int visit, int item, long childExecutionId) {
        return sql.update(LOOP_ITEM)
                .set(LOOP_ITEM.STATUS, VisitStatus.ACTIVE.column())
                .where(
                        LOOP_ITEM.EXECUTION_ID.eq(executionId),
                        LOOP_ITEM.VISIT.eq(visit),
                        LOOP_ITEM.ITEM.eq(item),
                        LOOP_ITEM.STATUS.eq(VisitStatus.PARKED.column()),
                        LOOP_ITEM.CHILD_EXECUTION_ID.eq(childExecutionId))
                .returningResult(LOOP_ITEM.ATTEMPT)
                .fetchOne(LOOP_ITEM.ATTEMPT);
    }
}
