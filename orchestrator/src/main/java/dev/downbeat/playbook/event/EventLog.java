package dev.downbeat.playbook.event;

import static dev.downbeat.schema.jooq.Tables.PLAYBOOK_EVENT;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.util.List;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/** Appends to the log: many events, one statement, always the same text. */
public final class EventLog {
    private EventLog() {}

    /** Appends the events in their order, in the caller's transaction. */
    public static void append(DSLContext sql, List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        var row = table(
                        "unnest({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}, {11})",
                        column(events, SQLDataType.BIGINT, Event::executionId),
                        column(events, SQLDataType.CLOB, event -> event.type().column()),
                        column(events, SQLDataType.CLOB, Event::node),
                        column(events, SQLDataType.INTEGER, Event::visit),
                        column(events, SQLDataType.INTEGER, Event::item),
                        column(events, SQLDataType.INTEGER, Event::attempt),
                        column(events, SQLDataType.CLOB, Event::status),
                        column(events, SQLDataType.DOUBLE, EventLog::millis),
                        column(events, SQLDataType.CLOB, Event::result),
                        column(events, SQLDataType.CLOB, Event::error),
                        column(events, SQLDataType.CLOB, Event::worker),
                        column(events, SQLDataType.BIGINT, EventLog::agoMicros))
                .as(
                        "e",
                        "execution_id",
                        "type",
                        "node",
                        "visit",
                        "item",
                        "attempt",
                        "status",
                        "ms",
                        "result",
                        "error",
                        "worker",
                        "ago");
        sql.insertInto(
                        PLAYBOOK_EVENT,
                        PLAYBOOK_EVENT.EXECUTION_ID,
                        PLAYBOOK_EVENT.EVENT_TYPE,
                        PLAYBOOK_EVENT.NODE_NAME,
                        PLAYBOOK_EVENT.VISIT,
                        PLAYBOOK_EVENT.ITEM,
                        PLAYBOOK_EVENT.ATTEMPT,
                        PLAYBOOK_EVENT.STATUS,
                        PLAYBOOK_EVENT.DURATION_MS,
                        PLAYBOOK_EVENT.RESULT,
                        PLAYBOOK_EVENT.ERROR,
                        PLAYBOOK_EVENT.WORKER,
                        PLAYBOOK_EVENT.CREATED_AT)
                .select(sql.select(
                                field("e.execution_id", Long.class),
                                field("e.type", String.class),
                                field("e.node", String.class),
                                field("e.visit", Integer.class),
                                field("e.item", Integer.class),
                                field("e.attempt", Integer.class),
                                field("e.status", String.class),
                                field("e.ms", Double.class),
                                field("e.result::jsonb", SQLDataType.JSONB),
                                field("e.error::jsonb", SQLDataType.JSONB),
                                field("e.worker", String.class),
                                field(
                                        "clock_timestamp() - coalesce(e.ago, 0) * interval '1 microsecond'",
                                        SQLDataType.TIMESTAMPWITHTIMEZONE))
                        .from(row))
                .execute();
    }

    private static @Nullable Double millis(Event event) {
        Long nanos = event.durationNanos();
        return nanos == null ? null : nanos / 1_000_000.0;
    }

    private static @Nullable Long agoMicros(Event event) {
        Long nanos = event.agoNanos();
        return nanos == null ? null : nanos / 1_000;
    }

    @SuppressWarnings("unchecked") // an array of the type's own class
    private static <T> Field<T[]> column(
            List<Event> events, DataType<T> type, Function<Event, ? extends @Nullable T> value) {
        T[] values = (T[]) java.lang.reflect.Array.newInstance(type.getType(), events.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(events.get(i));
        }
        return val(values, type.array());
    }
}
