package dev.downbeat.worker.overview;

import static dev.downbeat.schema.jooq.Tables.RUNNING;
import static dev.downbeat.schema.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Table;

/** The workers that have not ended. */
public final class LiveWorkers {
    private LiveWorkers() {}

    /**
     * One worker.
     *
     * @param silent whether its lease is over: it has died, and others take its executions
     */
    public record Live(
            long id,
            String name,
            String host,
            long pid,
            int concurrency,
            int running,
            boolean silent,
            @JsonProperty("started_at") OffsetDateTime startedAt) {}

    /** Reads them, oldest first. */
    public static List<Live> read(DSLContext sql) {
        // Counted for all at once: for each worker, all that runs would be looked through again.
        Field<Integer> number = count().as("number");
        Table<?> held = sql.select(RUNNING.WORKER_ID, number)
                .from(RUNNING)
                .groupBy(RUNNING.WORKER_ID)
                .asTable("held");
        return sql.select(
                        WORKER.ID,
                        WORKER.NAME,
                        WORKER.HOST,
                        WORKER.PID,
                        WORKER.CONCURRENCY,
                        coalesce(held.field(number), inline(0)),
                        field(WORKER.LEASE_UNTIL.lt(currentOffsetDateTime())),
                        WORKER.STARTED_AT)
                .from(WORKER)
                .leftJoin(held)
                .on(WORKER.ID.eq(held.field(RUNNING.WORKER_ID)))
                .where(WORKER.ENDED_AT.isNull())
                .orderBy(WORKER.ID)
                .fetch(row -> new Live(
                        row.value1(),
                        row.value2(),
                        row.value3(),
                        row.value4(),
                        row.value5(),
                        row.value6(),
                        row.value7(),
                        row.value8()));
    }
}
