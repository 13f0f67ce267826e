package dev.downbeat.worker.overview;

import static dev.downbeat.schema.jooq.Tables.RUNNING;
import static dev.downbeat.schema.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.currentOffsetDateTime;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.selectCount;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.OffsetDateTime;
import java.util.List;
import org.jooq.DSLContext;

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
        return sql.select(
                        WORKER.ID,
                        WORKER.NAME,
                        WORKER.HOST,
                        WORKER.PID,
                        WORKER.CONCURRENCY,
                        field(selectCount().from(RUNNING).where(RUNNING.WORKER_ID.eq(WORKER.ID))),
                        field(WORKER.LEASE_UNTIL.lt(currentOffsetDateTime())),
                        WORKER.STARTED_AT)
                .from(WORKER)
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
