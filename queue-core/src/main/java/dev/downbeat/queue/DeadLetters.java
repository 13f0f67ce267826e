package dev.downbeat.queue;

import static dev.downbeat.schema.jooq.Tables.EVENT_WAIT;
import static dev.downbeat.schema.jooq.Tables.FAILURE;
import static dev.downbeat.schema.jooq.Tables.HISTORY;
import static dev.downbeat.schema.jooq.Tables.PAYLOAD;
import static dev.downbeat.schema.jooq.Tables.QUEUE;
import static dev.downbeat.schema.jooq.Tables.STEP;
import static dev.downbeat.schema.jooq.Tables.TASK;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.jsonbGetAttributeAsText;
import static org.jooq.impl.DSL.select;

import dev.downbeat.queue.internal.Retry;
import dev.downbeat.queue.internal.Transactions;
import dev.downbeat.schema.jooq.enums.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record1;
import org.jooq.ResultQuery;

/**
 * Executions that failed for good, got from {@link Queue#deadLetters}: to list, inspect, retry or discard, one by one or in
 * bulk. They stay until they are retried, discarded, or old enough for the retention.
 *
 * <p>Safe for any thread. Every call throws {@link QueueDatabaseException} if the database refuses or cannot be reached.
 */
public final class DeadLetters {

    private static final int BATCH = 1_000;

    private final Installation installation;
    private final Lookup lookup;

    DeadLetters(Installation installation) {
        this.installation = installation;
        this.lookup = new Lookup(installation);
    }

    /** Returns the failed executions that the filter lets through, by ascending id. */
    public List<Execution> list(DeadLetterFilter filter) {
        List<Long> ids = installation.with(
                "Listing dead letters",
                connection -> query(sql(connection), filter, filter.afterId(), filter.limit())
                        .fetch(Record1::value1));
        return ids.isEmpty() ? List.of() : lookup.failed(ids);
    }

    /** Counts the failed executions that the filter lets through; its limit does not count. */
    public long count(DeadLetterFilter filter) {
        return installation.with("Counting dead letters", connection -> (long) sql(connection)
                .selectCount()
                .from(HISTORY)
                .where(conditions(filter))
                .fetchSingle()
                .value1());
    }

    /** Returns a failed execution with all its failures; empty if there is none of this id. */
    public Optional<DeadLetter> inspect(long id) {
        return lookup.get(id)
                .filter(execution -> execution.state() == ExecutionState.FAILED)
                .map(execution -> new DeadLetter(execution, failures(id)));
    }

    List<Failure> failures(long id) {
        return installation.with(
                "Reading failures",
                connection -> sql(connection)
                        .selectFrom(FAILURE)
                        .where(FAILURE.EXECUTION_ID.eq(id))
                        .orderBy(FAILURE.RUN)
                        .fetch(row -> new Failure(
                                row.getAttempt(),
                                row.getWorkerId(),
                                row.getFailedAt().toInstant(),
                                Json.error(row.getError().data()),
                                row.getStack())));
    }

    /** Makes a failed execution ready again, with all its attempts; returns false if it is none. */
    public boolean retry(long id) {
        return inBatches("Retrying a dead letter", List.of(id), this::retry) > 0;
    }

    /** Makes all that the filter lets through ready again, in transactions of 1 000; returns how many. */
    public long retryAll(DeadLetterFilter filter) {
        return inBatches("Retrying dead letters", filter, this::retry);
    }

    /** Forgets a failed execution and all that belongs to it; returns false if it is none. */
    public boolean discard(long id) {
        return inBatches("Discarding a dead letter", List.of(id), this::discard) > 0;
    }

    /** Forgets all that the filter lets through, in transactions of 1 000; returns how many. */
    public long discardAll(DeadLetterFilter filter) {
        return inBatches("Discarding dead letters", filter, this::discard);
    }

    private interface BatchWork {
        int on(Connection connection, List<Long> ids) throws SQLException;
    }

    private long inBatches(String doing, DeadLetterFilter filter, BatchWork work) {
        // By ascending id: what fails again meanwhile is not met again.
        long done = 0;
        long after = filter.afterId();
        while (true) {
            long from = after;
            List<Long> ids = installation.with(
                    doing,
                    connection -> query(sql(connection), filter, from, BATCH).fetch(Record1::value1));
            if (ids.isEmpty()) {
                return done;
            }
            done += inBatches(doing, ids, work);
            after = ids.getLast();
        }
    }

    private int inBatches(String doing, List<Long> ids, BatchWork work) {
        return installation.with(doing, connection -> Transactions.run(connection, () -> work.on(connection, ids)));
    }

    private int retry(Connection connection, List<Long> ids) throws SQLException {
        List<Long> failed = sql(connection)
                .select(HISTORY.ID)
                .from(HISTORY)
                .where(HISTORY.ID.in(ids), HISTORY.OUTCOME.eq(inline(Outcome.failed)))
                .fetch(Record1::value1);
        Retry.Retried retried = installation
                .statements()
                .retry()
                .execute(connection, failed.stream().mapToLong(Long::longValue).toArray());
        installation.hint(retried.queues());
        return retried.executions();
    }

    private int discard(Connection connection, List<Long> ids) {
        DSLContext sql = sql(connection);
        List<Long> gone = sql.deleteFrom(HISTORY)
                .where(HISTORY.ID.in(ids), HISTORY.OUTCOME.eq(inline(Outcome.failed)))
                .returningResult(HISTORY.ID)
                .fetch(Record1::value1);
        sql.deleteFrom(STEP).where(STEP.EXECUTION_ID.in(gone)).execute();
        sql.deleteFrom(EVENT_WAIT).where(EVENT_WAIT.EXECUTION_ID.in(gone)).execute();
        sql.deleteFrom(FAILURE).where(FAILURE.EXECUTION_ID.in(gone)).execute();
        sql.deleteFrom(PAYLOAD).where(PAYLOAD.EXECUTION_ID.in(gone)).execute();
        return gone.size();
    }

    /** Returns the statement that finds a page of failed executions, for analysis. */
    static ResultQuery<Record1<Long>> query(DSLContext sql, DeadLetterFilter filter, long afterId, int limit) {
        return sql.select(HISTORY.ID)
                .from(HISTORY)
                .where(conditions(filter))
                .and(HISTORY.ID.gt(afterId))
                .orderBy(HISTORY.ID)
                .limit(limit);
    }

    private static List<Condition> conditions(DeadLetterFilter filter) {
        var conditions = new ArrayList<Condition>();
        // Inlined: with a bound outcome, a generic plan cannot use the partial index history_failed_idx.
        conditions.add(HISTORY.OUTCOME.eq(inline(Outcome.failed)));
        if (filter.task() != null) {
            conditions.add(HISTORY.TASK_ID.in(select(TASK.ID).from(TASK).where(TASK.NAME.eq(filter.task()))));
        }
        if (filter.queue() != null) {
            conditions.add(HISTORY.QUEUE_ID.in(select(QUEUE.ID).from(QUEUE).where(QUEUE.NAME.eq(filter.queue()))));
        }
        if (filter.failedBefore() != null) {
            conditions.add(HISTORY.FINISHED_AT.lt(filter.failedBefore().atOffset(ZoneOffset.UTC)));
        }
        if (filter.errorType() != null) {
            conditions.add(jsonbGetAttributeAsText(HISTORY.ERROR, "type").eq(filter.errorType()));
        }
        return conditions;
    }

    private DSLContext sql(Connection connection) {
        return installation.schema().jooq(connection);
    }
}
