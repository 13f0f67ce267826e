package dev.downbeat.queue;

import static dev.downbeat.schema.jooq.Tables.SCHEDULE;
import static dev.downbeat.schema.jooq.Tables.TASK;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.excluded;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.when;

import dev.downbeat.queue.cron.Cron;
import dev.downbeat.queue.cron.MissedRuns;
import dev.downbeat.queue.cron.OverlapPolicy;
import dev.downbeat.schema.jooq.Routines;
import dev.downbeat.schema.jooq.tables.records.ScheduleRecord;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.Record;
import org.jooq.Record1;
import org.jooq.ResultQuery;
import org.jspecify.annotations.Nullable;

/**
 * The schedules of an installation, by name; got from {@link Queue#schedules}.
 *
 * <p>They live in the database: whatever worker is up fires them, each slot once, and no worker's start or end removes
 * one. Safe for any thread. Every call throws {@link QueueDatabaseException} if the database refuses or cannot be reached.
 */
public final class Schedules {

    /** What {@link #put} did. */
    public enum Outcome {
        CREATED,
        REPLACED,
        UNCHANGED
    }

    private final Installation installation;

    Schedules(Installation installation) {
        this.installation = installation;
    }

    /**
     * Stores the schedule under its name, in place of what was there. A new expression or zone begins with its first slot
     * from now on; otherwise the next slot stays. One that is paused stays paused.
     */
    public <P extends @Nullable Object> Outcome put(Schedule<P> schedule) {
        int taskId = installation.taskId(schedule.task());
        @Nullable
        String payload = Json.<P>codec(schedule.task().payloadType())
                .encodeReadable("The payload of schedule " + schedule.name(), schedule.payload());
        return installation.with("Storing a schedule", connection -> {
            DSLContext sql = installation.schema().jooq(connection);
            Optional<Boolean> created = putQuery(sql, schedule, taskId, payload, nextSlot(sql, schedule.cron()))
                    .fetchOptional(Record1::value1);
            return created.map(fresh -> fresh ? Outcome.CREATED : Outcome.REPLACED)
                    .orElse(Outcome.UNCHANGED);
        });
    }

    /** Returns the statement that stores a schedule; no row if that changes nothing, else whether it is new. */
    static ResultQuery<Record1<Boolean>> putQuery(
            DSLContext sql,
            Schedule<?> schedule,
            int taskId,
            @Nullable String payload,
            @Nullable OffsetDateTime nextFireAt) {
        ScheduleRecord fresh = new ScheduleRecord();
        fresh.setName(schedule.name());
        fresh.setTaskId(taskId);
        fresh.setExpression(schedule.cron().expression());
        fresh.setZone(schedule.cron().zone().getId());
        fresh.setPayload(payload == null ? null : JSONB.jsonb(payload));
        fresh.setPriority(schedule.priority());
        fresh.setOverlap(schedule.overlap().name().toLowerCase(Locale.ROOT));
        fresh.setMissedLimit(schedule.missedRuns().limit());
        fresh.setNextFireAt(nextFireAt);
        var sameTimes =
                row(SCHEDULE.EXPRESSION, SCHEDULE.ZONE).eq(excluded(SCHEDULE.EXPRESSION), excluded(SCHEDULE.ZONE));
        return sql.insertInto(SCHEDULE)
                .set(fresh)
                .onConflict(SCHEDULE.NAME)
                .doUpdate()
                .set(SCHEDULE.TASK_ID, excluded(SCHEDULE.TASK_ID))
                .set(SCHEDULE.EXPRESSION, excluded(SCHEDULE.EXPRESSION))
                .set(SCHEDULE.ZONE, excluded(SCHEDULE.ZONE))
                .set(SCHEDULE.PAYLOAD, excluded(SCHEDULE.PAYLOAD))
                .set(SCHEDULE.PRIORITY, excluded(SCHEDULE.PRIORITY))
                .set(SCHEDULE.OVERLAP, excluded(SCHEDULE.OVERLAP))
                .set(SCHEDULE.MISSED_LIMIT, excluded(SCHEDULE.MISSED_LIMIT))
                .set(
                        SCHEDULE.NEXT_FIRE_AT,
                        when(sameTimes, SCHEDULE.NEXT_FIRE_AT).otherwise(excluded(SCHEDULE.NEXT_FIRE_AT)))
                .set(SCHEDULE.UPDATED_AT, currentOffsetDateTime())
                .where(row(
                                SCHEDULE.TASK_ID,
                                SCHEDULE.EXPRESSION,
                                SCHEDULE.ZONE,
                                SCHEDULE.PAYLOAD,
                                SCHEDULE.PRIORITY,
                                SCHEDULE.OVERLAP,
                                SCHEDULE.MISSED_LIMIT)
                        .isDistinctFrom(row(
                                excluded(SCHEDULE.TASK_ID),
                                excluded(SCHEDULE.EXPRESSION),
                                excluded(SCHEDULE.ZONE),
                                excluded(SCHEDULE.PAYLOAD),
                                excluded(SCHEDULE.PRIORITY),
                                excluded(SCHEDULE.OVERLAP),
                                excluded(SCHEDULE.MISSED_LIMIT))))
                .returningResult(field("xmax = 0", Boolean.class));
    }

    /** Returns all schedules by name. */
    public List<StoredSchedule> list() {
        return installation.with(
                "Listing schedules",
                connection -> listQuery(installation.schema().jooq(connection)).fetch(Schedules::stored));
    }

    private static ResultQuery<Record> listQuery(DSLContext sql) {
        return sql.select(SCHEDULE.asterisk(), TASK.NAME)
                .from(SCHEDULE)
                .join(TASK)
                .on(TASK.ID.eq(SCHEDULE.TASK_ID))
                .orderBy(SCHEDULE.NAME);
    }

    /** Removes a schedule; what it enqueued stays. Returns false if there is none of this name. */
    public boolean remove(String name) {
        return installation.with(
                "Removing a schedule",
                connection -> installation
                                .schema()
                                .jooq(connection)
                                .deleteFrom(SCHEDULE)
                                .where(SCHEDULE.NAME.eq(name))
                                .execute()
                        > 0);
    }

    /** Lets the slots of a schedule pass until it is resumed. Returns false if there is none of this name. */
    public boolean pause(String name) {
        return installation.with(
                "Pausing a schedule",
                connection -> installation
                                .schema()
                                .jooq(connection)
                                .update(SCHEDULE)
                                .set(SCHEDULE.PAUSED, true)
                                .where(SCHEDULE.NAME.eq(name))
                                .execute()
                        > 0);
    }

    /** Ends a pause; what passed meanwhile does not count as missed. Returns false if there is none of this name. */
    public boolean resume(String name) {
        return installation.with("Resuming a schedule", connection -> {
            DSLContext sql = installation.schema().jooq(connection);
            @Nullable ScheduleRecord found = sql.fetchOne(SCHEDULE, SCHEDULE.NAME.eq(name));
            if (found == null) {
                return false;
            }
            var cron = Cron.of(found.getExpression(), ZoneId.of(found.getZone()));
            return sql.update(SCHEDULE)
                            .set(SCHEDULE.PAUSED, false)
                            .set(SCHEDULE.NEXT_FIRE_AT, nextSlot(sql, cron))
                            .where(SCHEDULE.NAME.eq(name), condition(SCHEDULE.PAUSED))
                            .execute()
                    >= 0;
        });
    }

    private static @Nullable OffsetDateTime nextSlot(DSLContext sql, Cron cron) {
        OffsetDateTime now = sql.select(Routines.clock()).fetchSingle().value1();
        return cron.next(now.toInstant())
                .map(slot -> slot.atOffset(ZoneOffset.UTC))
                .orElse(null);
    }

    private static StoredSchedule stored(Record found) {
        ScheduleRecord schedule = found.into(SCHEDULE);
        boolean paused = schedule.getPaused();
        return new StoredSchedule(
                schedule.getName(),
                found.get(TASK.NAME),
                schedule.getExpression(),
                schedule.getZone(),
                schedule.getPayload() == null
                        ? null
                        : Json.tree(schedule.getPayload().data()),
                OverlapPolicy.valueOf(schedule.getOverlap().toUpperCase(Locale.ROOT)),
                new MissedRuns(schedule.getMissedLimit()),
                schedule.getPriority(),
                paused,
                paused ? null : instant(schedule.getNextFireAt()),
                instant(schedule.getLastFireAt()),
                schedule.getLastExecutionId());
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
