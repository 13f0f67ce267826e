package dev.downbeat.playbook.run;

import static dev.downbeat.schema.jooq.Tables.LOOP;
import static dev.downbeat.schema.jooq.Tables.LOOP_CHUNK;
import static dev.downbeat.schema.jooq.Tables.LOOP_ITEM;
import static dev.downbeat.schema.jooq.Tables.PLAYBOOK;
import static dev.downbeat.schema.jooq.Tables.PLAYBOOK_EXECUTION;
import static dev.downbeat.schema.jooq.Tables.VISIT;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.select;

import dev.downbeat.playbook.result.PlainJson;
import dev.downbeat.playbook.status.RunStatus;
import java.util.Optional;
import java.util.OptionalInt;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Reads the frame of a command: one statement, a handful of index probes, whatever the size of the loop. */
final class Frames {
    private static final dev.downbeat.schema.jooq.tables.PlaybookExecution CHILD = PLAYBOOK_EXECUTION.as("child");
    private static final Field<JSONB> ELEMENT = field("element", SQLDataType.JSONB);

    private Frames() {}

    static Optional<Frame> read(DSLContext sql, StepCommand command) {
        return query(sql, command).fetchOptional(row -> frame(command, row));
    }

    static ResultQuery<? extends Record> query(DSLContext sql, StepCommand command) {
        // The chunk that holds item n is the last that begins at or before it.
        var element = select(field(
                        "{0} -> ({1} - {2})", JSONB.class, LOOP_CHUNK.ELEMENTS, command.item(), LOOP_CHUNK.FIRST_ITEM))
                .from(LOOP_CHUNK)
                .where(
                        LOOP_CHUNK.EXECUTION_ID.eq(command.executionId()),
                        LOOP_CHUNK.VISIT.eq(command.visit()),
                        LOOP_CHUNK.FIRST_ITEM.le(command.item()))
                .orderBy(LOOP_CHUNK.FIRST_ITEM.desc())
                .limit(1);
        return sql.select(
                        PLAYBOOK_EXECUTION.STATUS,
                        PLAYBOOK_EXECUTION.PLAYBOOK_ID,
                        PLAYBOOK_EXECUTION.PARENT_EXECUTION_ID,
                        PLAYBOOK_EXECUTION.PARENT_VISIT,
                        PLAYBOOK_EXECUTION.PARENT_ITEM,
                        PLAYBOOK_EXECUTION.DEPTH,
                        PLAYBOOK_EXECUTION.CTX,
                        VISIT.STEP,
                        VISIT.STATUS,
                        VISIT.ARGS,
                        VISIT.ATTEMPT,
                        VISIT.STATE,
                        LOOP.TOTAL,
                        LOOP.WIDTH,
                        LOOP.FAIL_FAST,
                        LOOP.STARTED,
                        LOOP.SUCCEEDED,
                        LOOP.FAILED,
                        LOOP.STOPPED,
                        LOOP_ITEM.STATUS,
                        LOOP_ITEM.ATTEMPT,
                        LOOP_ITEM.STATE,
                        field(element).as(ELEMENT),
                        CHILD.EXECUTION_ID,
                        CHILD.STATUS,
                        CHILD.RESULT,
                        CHILD.ERROR,
                        PLAYBOOK.PATH)
                .from(PLAYBOOK_EXECUTION)
                .join(VISIT)
                .on(VISIT.EXECUTION_ID.eq(PLAYBOOK_EXECUTION.EXECUTION_ID), VISIT.VISIT_.eq(command.visit()))
                .leftJoin(LOOP)
                .on(LOOP.EXECUTION_ID.eq(VISIT.EXECUTION_ID), LOOP.VISIT.eq(VISIT.VISIT_))
                .leftJoin(LOOP_ITEM)
                .on(
                        LOOP_ITEM.EXECUTION_ID.eq(VISIT.EXECUTION_ID),
                        LOOP_ITEM.VISIT.eq(VISIT.VISIT_),
                        LOOP_ITEM.ITEM.eq(command.item()))
                .leftJoin(CHILD)
                .on(CHILD.EXECUTION_ID.eq(coalesce(LOOP_ITEM.CHILD_EXECUTION_ID, VISIT.CHILD_EXECUTION_ID)))
                .leftJoin(PLAYBOOK)
                .on(PLAYBOOK.PLAYBOOK_ID.eq(CHILD.PLAYBOOK_ID))
                .where(PLAYBOOK_EXECUTION.EXECUTION_ID.eq(command.executionId()));
    }

    private static Frame frame(StepCommand command, Record row) {
        VisitStatus visitStatus = VisitStatus.of(row.get(VISIT.STATUS));
        return new Frame(
                command,
                RunStatus.of(row.get(PLAYBOOK_EXECUTION.STATUS)),
                row.get(PLAYBOOK_EXECUTION.PLAYBOOK_ID),
                parent(row),
                row.get(PLAYBOOK_EXECUTION.DEPTH),
                row.get(PLAYBOOK_EXECUTION.CTX),
                row.get(VISIT.STEP),
                visitStatus,
                PlainJson.map(row.get(VISIT.ARGS)),
                call(command, visitStatus, row),
                loop(row),
                row.get(ELEMENT),
                child(row));
    }

    private static Frame.Call call(StepCommand command, VisitStatus visitStatus, Record row) {
        if (!command.aboutItem()) {
            return new Frame.Call(visitStatus, row.get(VISIT.ATTEMPT), CallState.of(row.get(VISIT.STATE)));
        }
        return new Frame.Call(
                VisitStatus.of(row.get(LOOP_ITEM.STATUS)),
                row.get(LOOP_ITEM.ATTEMPT),
                CallState.of(row.get(LOOP_ITEM.STATE)));
    }

    private static Frame.@Nullable Parent parent(Record row) {
        Integer visit = row.get(PLAYBOOK_EXECUTION.PARENT_VISIT);
        if (visit == null) {
            return null;
        }
        Integer item = row.get(PLAYBOOK_EXECUTION.PARENT_ITEM);
        return new Frame.Parent(
                row.get(PLAYBOOK_EXECUTION.PARENT_EXECUTION_ID),
                visit,
                item == null ? OptionalInt.empty() : OptionalInt.of(item));
    }

    private static @Nullable LoopState loop(Record row) {
        Integer total = row.get(LOOP.TOTAL);
        return total == null
                ? null
                : new LoopState(
                        total,
                        row.get(LOOP.WIDTH),
                        row.get(LOOP.FAIL_FAST),
                        row.get(LOOP.STARTED),
                        row.get(LOOP.SUCCEEDED),
                        row.get(LOOP.FAILED),
                        row.get(LOOP.STOPPED));
    }

    private static Frame.@Nullable Child child(Record row) {
        Long id = row.get(CHILD.EXECUTION_ID);
        return id == null
                ? null
                : new Frame.Child(
                        id,
                        row.get(PLAYBOOK.PATH),
                        RunStatus.of(row.get(CHILD.STATUS)),
                        row.get(CHILD.RESULT),
                        row.get(CHILD.ERROR));
    }
}
