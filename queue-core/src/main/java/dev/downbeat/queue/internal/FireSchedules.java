package dev.downbeat.queue.internal;

import static dev.downbeat.schema.jooq.Tables.READY;
import static dev.downbeat.schema.jooq.Tables.RUNNING;
import static dev.downbeat.schema.jooq.Tables.SCHEDULE;
import static dev.downbeat.schema.jooq.Tables.SCHEDULED;
import static dev.downbeat.schema.jooq.Tables.TASK;
import static dev.downbeat.schema.jooq.Tables.WAITING;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.selectOne;

import dev.downbeat.queue.cron.Cron;
import dev.downbeat.queue.cron.Firing;
import dev.downbeat.queue.cron.MissedRuns;
import dev.downbeat.queue.cron.OverlapPolicy;
import dev.downbeat.schema.jooq.Routines;
import dev.downbeat.schema.jooq.tables.records.ScheduleRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enqueues the executions of schedules whose time has come.
 *
 * <p>A schedule's row is locked while its slots are decided, and its next slot is moved on in the transaction that
 * enqueues: whoever comes at the same time skips the row, whoever comes later finds the slot gone.
 */
public final class FireSchedules {

    /** Decided in one transaction, at most. */
    static final int BATCH = 100;

    private static final Logger LOG = LoggerFactory.getLogger(FireSchedules.class);

    private static final Field<OffsetDateTime> NOW = Routines.clock().as("now");
    private static final Field<Boolean> LIVE = field(
                    exists(selectOne().from(READY).where(READY.ID.eq(SCHEDULE.LAST_EXECUTION_ID)))
                            .or(exists(selectOne().from(RUNNING).where(RUNNING.ID.eq(SCHEDULE.LAST_EXECUTION_ID))))
                            .or(exists(selectOne().from(SCHEDULED).where(SCHEDULED.ID.eq(SCHEDULE.LAST_EXECUTION_ID))))
                            .or(exists(selectOne().from(WAITING).where(WAITING.ID.eq(SCHEDULE.LAST_EXECUTION_ID)))))
            .as("live");

    private static final String ANY = """
            select exists (
                select from ${schema}.schedule where not paused and next_fire_at <= (select ${schema}.clock()))
            """;

    private static final String NEXT = """
            select (extract(epoch from min(next_fire_at) - (select ${schema}.clock())) * 1000)::bigint
            from ${schema}.schedule where not paused
            """;

    private final SchemaName schema;
    private final String any;
    private final String next;
    private final Insert insert;
    private final Notify notify;

    public FireSchedules(SchemaName schema) {
        this.schema = schema;
        this.any = schema.render(ANY);
        this.next = schema.render(NEXT);
        this.insert = new Insert(schema);
        this.notify = new Notify(schema);
    }

    /**
     * What one pass did.
     *
     * @param queues on which something became ready
     * @param more if it stopped at its bound
     */
    public record Fired(int executions, Set<Integer> queues, boolean more) {
        private static final Fired NOTHING = new Fired(0, Set.of(), false);
    }

    /** Returns the statement that finds and locks what is due, for analysis. */
    public static ResultQuery<Record> query(DSLContext sql, int limit) {
        return sql.select(SCHEDULE.asterisk(), TASK.QUEUE_ID, NOW, LIVE)
                .from(SCHEDULE)
                .join(TASK)
                .on(TASK.ID.eq(SCHEDULE.TASK_ID))
                .where(condition(SCHEDULE.PAUSED).not(), SCHEDULE.NEXT_FIRE_AT.le(Routines.clock()))
                .orderBy(SCHEDULE.NEXT_FIRE_AT)
                .limit(limit)
                .forUpdate()
                .of(SCHEDULE)
                .skipLocked();
    }

    /** Fires what is due, at most 100 schedules, in a transaction of its own. */
    public Fired execute(Connection connection) throws SQLException {
        return Look.isAny(connection, any) ? Transactions.run(connection, () -> fire(connection)) : Fired.NOTHING;
    }

    private Fired fire(Connection connection) throws SQLException {
        DSLContext sql = schema.jooq(connection);
        List<Record> due = query(sql, BATCH).fetch();
        var fresh = new ArrayList<NewExecution>();
        var counts = new ArrayList<Integer>();
        var decisions = new ArrayList<@Nullable Firing>();
        for (Record row : due) {
            @Nullable Firing decision = decide(row);
            decisions.add(decision);
            counts.add(decision == null ? 0 : decision.fire().size());
            if (decision != null) {
                decision.fire().forEach(slot -> fresh.add(execution(row, slot)));
            }
        }
        long[] ids = fresh.isEmpty() ? new long[0] : insert.execute(connection, fresh);
        int end = 0;
        for (int i = 0; i < due.size(); i++) {
            end += counts.get(i);
            moveOn(sql, due.get(i), decisions.get(i), counts.get(i) == 0 ? null : ids[end - 1]);
        }
        var queues = new TreeSet<Integer>();
        fresh.forEach(execution -> queues.add(execution.queueId()));
        notify.ready(connection, queues);
        return new Fired(fresh.size(), queues, due.size() == BATCH);
    }

    /** Returns null if this process cannot read the schedule: a zone that it does not know, for example. */
    private static @Nullable Firing decide(Record row) {
        try {
            return Firing.decide(
                    Cron.of(row.get(SCHEDULE.EXPRESSION), ZoneId.of(row.get(SCHEDULE.ZONE))),
                    OverlapPolicy.valueOf(row.get(SCHEDULE.OVERLAP).toUpperCase(Locale.ROOT)),
                    new MissedRuns(row.get(SCHEDULE.MISSED_LIMIT)),
                    row.get(SCHEDULE.NEXT_FIRE_AT).toInstant(),
                    row.get(NOW).toInstant(),
                    row.get(LIVE));
        } catch (DateTimeException | IllegalArgumentException e) {
            LOG.atError()
                    .addKeyValue("schedule", row.get(SCHEDULE.NAME))
                    .setCause(e)
                    .log("Paused a schedule that cannot be read");
            return null;
        }
    }

    private static NewExecution execution(Record row, Instant slot) {
        return new NewExecution(
                null,
                row.get(SCHEDULE.TASK_ID),
                row.get(TASK.QUEUE_ID).intValue(),
                row.get(SCHEDULE.PRIORITY),
                null,
                slot.toString(),
                row.get(SCHEDULE.PAYLOAD) == null
                        ? null
                        : row.get(SCHEDULE.PAYLOAD).data(),
                null);
    }

    private static void moveOn(DSLContext sql, Record row, @Nullable Firing decision, @Nullable Long lastExecutionId) {
        var now = new ScheduleRecord();
        now.setPaused(decision == null);
        if (decision != null) {
            now.setNextFireAt(
                    decision.next().map(slot -> slot.atOffset(ZoneOffset.UTC)).orElse(null));
        }
        if (decision != null && lastExecutionId != null) {
            now.setLastExecutionId(lastExecutionId);
            now.setLastFireAt(decision.fire().getLast().atOffset(ZoneOffset.UTC));
        }
        sql.update(SCHEDULE)
                .set(now)
                .where(
                        SCHEDULE.NAME.eq(row.get(SCHEDULE.NAME)),
                        SCHEDULE.NEXT_FIRE_AT.eq(row.get(SCHEDULE.NEXT_FIRE_AT)))
                .execute();
    }

    /** Returns how many milliseconds the next slot is away; 0 or less if it is due, MAX_VALUE if there is none. */
    public long millisToNext(Connection connection) throws SQLException {
        return Look.millis(connection, next);
    }
}
