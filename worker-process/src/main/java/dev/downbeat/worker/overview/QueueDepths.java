package dev.downbeat.worker.overview;

import static dev.downbeat.schema.jooq.Tables.QUEUE;
import static dev.downbeat.schema.jooq.Tables.READY;
import static dev.downbeat.schema.jooq.Tables.RUNNING;
import static dev.downbeat.schema.jooq.Tables.SCHEDULED;
import static dev.downbeat.schema.jooq.Tables.WAITING;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectCount;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;
import org.jooq.TableField;
import org.jspecify.annotations.Nullable;

/** How much each queue holds. */
public final class QueueDepths {
    private QueueDepths() {}

    /**
     * One queue.
     *
     * @param oldestReady since when the execution at its head could have run; null when none is ready
     */
    public record Depth(
            String queue,
            boolean paused,
            int ready,
            int running,
            int scheduled,
            int waiting,
            @JsonProperty("oldest_ready") @Nullable OffsetDateTime oldestReady) {}

    /** Reads all queues, by name. */
    public static List<Depth> read(DSLContext sql) {
        return sql.select(
                        QUEUE.NAME,
                        QUEUE.PAUSED,
                        count(READY, READY.QUEUE_ID),
                        count(RUNNING, RUNNING.QUEUE_ID),
                        count(SCHEDULED, SCHEDULED.QUEUE_ID),
                        count(WAITING, WAITING.QUEUE_ID),
                        field(select(min(READY.RUN_AT)).from(READY).where(READY.QUEUE_ID.eq(QUEUE.ID))))
                .from(QUEUE)
                .orderBy(QUEUE.NAME)
                .fetch(row -> new Depth(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        row.value7()));
    }

    /** Reads the names of all queues, each under itself. */
    public static Map<String, String> names(DSLContext sql) {
        return sql.select(QUEUE.NAME).from(QUEUE).fetchMap(QUEUE.NAME, QUEUE.NAME);
    }

    private static Field<Integer> count(Table<?> stage, TableField<?, Short> queueId) {
        return field(selectCount().from(stage).where(queueId.eq(QUEUE.ID)));
    }
}
