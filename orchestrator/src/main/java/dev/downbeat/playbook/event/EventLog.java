package dev.downbeat.playbook.event;

import dev.downbeat.playbook.sql.HotStatement;
import java.lang.reflect.Array;
import java.sql.Connection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Appends to the log: many events, one statement, always the same text. */
public final class EventLog {
    private static final HotStatement APPEND = HotStatement.of("""
            insert into downbeat.playbook_event
                (execution_id, event_type, node_name, visit, item, attempt, status, duration_ms, result, error, worker, created_at)
            select e.execution_id, e.type, e.node, e.visit, e.item, e.attempt, e.status, e.ms, e.result::jsonb, e.error::jsonb,
                e.worker, clock_timestamp() - coalesce(e.ago, 0) * interval '1 microsecond'
            from unnest(?::bigint[], ?::text[], ?::text[], ?::integer[], ?::integer[], ?::integer[], ?::text[], ?::float8[],
                ?::text[], ?::text[], ?::text[], ?::bigint[])
                as e(execution_id, type, node, visit, item, attempt, status, ms, result, error, worker, ago)
            """);

    private EventLog() {}

    /** Appends the events in their order, in the caller's transaction. */
    public static void append(Connection transaction, List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        APPEND.update(
                transaction,
                column(events, Long.class, Event::executionId),
                column(events, String.class, event -> event.type().column()),
                column(events, String.class, Event::node),
                column(events, Integer.class, Event::visit),
                column(events, Integer.class, Event::item),
                column(events, Integer.class, Event::attempt),
                column(events, String.class, Event::status),
                column(events, Double.class, EventLog::millis),
                column(events, String.class, Event::result),
                column(events, String.class, Event::error),
                column(events, String.class, Event::worker),
                column(events, Long.class, EventLog::agoMicros));
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
    private static <T> @Nullable T[] column(
            List<Event> events, Class<T> type, Function<Event, ? extends @Nullable T> value) {
        @Nullable T[] values = (@Nullable T[]) Array.newInstance(type, events.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = value.apply(events.get(i));
        }
        return values;
    }
}
