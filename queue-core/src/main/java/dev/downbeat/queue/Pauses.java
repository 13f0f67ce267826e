package dev.downbeat.queue;

import static dev.downbeat.schema.jooq.Tables.QUEUE;
import static dev.downbeat.schema.jooq.Tables.TASK;
import static org.jooq.impl.DSL.inline;

import java.util.Set;
import org.jooq.DSLContext;
import org.jooq.Query;

/** Pauses and resumes queues and tasks; workers look at least twice a second. */
final class Pauses {

    private final Installation installation;

    Pauses(Installation installation) {
        this.installation = installation;
    }

    /** Returns whether that changed anything. */
    boolean queue(String name, boolean paused) {
        int queueId = installation.queueId(name);
        return set(
                queueId,
                paused,
                sql -> sql.update(QUEUE)
                        .set(QUEUE.PAUSED, inline(paused))
                        .where(QUEUE.ID.eq((short) queueId), QUEUE.PAUSED.ne(inline(paused))));
    }

    /** Returns whether that changed anything. */
    boolean task(Task<?, ?> task, boolean paused) {
        int taskId = installation.taskId(task);
        return set(
                installation.queueId(task.queue()),
                paused,
                sql -> sql.update(TASK)
                        .set(TASK.PAUSED, inline(paused))
                        .where(TASK.ID.eq(taskId), TASK.PAUSED.ne(inline(paused))));
    }

    private interface Statement {
        Query on(DSLContext sql);
    }

    private boolean set(int queueId, boolean paused, Statement statement) {
        return installation.with(paused ? "Pausing" : "Resuming", connection -> {
            boolean changed =
                    statement.on(installation.schema().jooq(connection)).execute() > 0;
            if (changed && !paused) {
                installation.statements().notifier().ready(connection, Set.of(queueId));
                installation.hint(Set.of(queueId));
            }
            return changed;
        });
    }
}
