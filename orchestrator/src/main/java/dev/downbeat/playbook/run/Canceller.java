package dev.downbeat.playbook.run;

import static dev.downbeat.schema.jooq.Tables.LOOP_ITEM;
import static dev.downbeat.schema.jooq.Tables.PLAYBOOK_EXECUTION;
import static dev.downbeat.schema.jooq.Tables.VISIT;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.inline;

import dev.downbeat.playbook.status.RunStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Ends executions from outside, and what they started. It goes from a parent down to its children, so each execution is
 * ended in a transaction of its own: no two locks are held at once. Every part can be repeated without harm.
 */
public final class Canceller {
    private final Engine engine;

    public Canceller(Engine engine) {
        this.engine = engine;
    }

    /**
     * Cancels an execution and all below it.
     *
     * @return false when it is over already, or does not exist
     */
    public boolean cancel(long executionId) {
        if (!end(executionId)) {
            return false;
        }
        sweep(executionId);
        return true;
    }

    private boolean end(long executionId) {
        return engine.sql().transactionResult(transaction -> {
            RunTransaction writes = new RunTransaction(engine, engine.queue().in(transaction.dsl()));
            Locked run = writes.lock(executionId).orElse(null);
            if (run == null) {
                return false;
            }
            new RunWrites(writes).cancel(engine.catalog().compiled(writes.connection(), run.playbookId()), run);
            writes.finish();
            return true;
        });
    }

    /** Ends what an execution that is over has left running: its commands, its items, its children. */
    public void sweep(long executionId) {
        Deque<Long> over = new ArrayDeque<>(List.of(executionId));
        while (!over.isEmpty()) {
            long id = over.pop();
            stopCommands(id);
            for (long child : openChildren(id)) {
                if (end(child)) {
                    over.push(child);
                }
            }
        }
    }

    private void stopCommands(long executionId) {
        List<Long> ofVisits = engine.sql()
                .select(VISIT.COMMAND_ID)
                .from(VISIT)
                .where(
                        VISIT.EXECUTION_ID.eq(executionId),
                        VISIT.STATUS.eq(VisitStatus.CANCELLED.column()),
                        VISIT.COMMAND_ID.isNotNull())
                .fetch(VISIT.COMMAND_ID);
        List<Long> ofItems = engine.sql()
                .update(LOOP_ITEM)
                .set(LOOP_ITEM.STATUS, VisitStatus.CANCELLED.column())
                .set(LOOP_ITEM.FINISHED_AT, currentOffsetDateTime())
                .where(LOOP_ITEM.EXECUTION_ID.eq(executionId), LOOP_ITEM.STATUS.in(inline("active"), inline("parked")))
                .returningResult(LOOP_ITEM.COMMAND_ID)
                .fetch(LOOP_ITEM.COMMAND_ID);
        ofVisits.forEach(engine.queue()::cancel);
        ofItems.stream().filter(java.util.Objects::nonNull).forEach(engine.queue()::cancel);
    }

    private List<Long> openChildren(long executionId) {
        return engine.sql()
                .select(PLAYBOOK_EXECUTION.EXECUTION_ID)
                .from(PLAYBOOK_EXECUTION)
                .where(
                        PLAYBOOK_EXECUTION.PARENT_EXECUTION_ID.eq(executionId),
                        PLAYBOOK_EXECUTION.PARENT_VISIT.isNotNull(),
                        PLAYBOOK_EXECUTION.STATUS.eq(RunStatus.RUNNING.column()))
                .fetch(PLAYBOOK_EXECUTION.EXECUTION_ID);
    }
}
