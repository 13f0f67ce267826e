package dev.downbeat.bench.run;

import static dev.downbeat.schema.jooq.Tables.EXECUTION;
import static dev.downbeat.schema.jooq.Tables.HISTORY;
import static dev.downbeat.schema.jooq.Tables.TASK;
import static dev.downbeat.schema.jooq.Tables.WORKER;
import static org.jooq.impl.DSL.field;

import dev.downbeat.schema.jooq.enums.Outcome;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jooq.Cursor;
import org.jooq.Field;
import org.jooq.Record7;
import org.jooq.SQLDialect;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * What the database's books say about a run's executions, read once and checked by id.
 *
 * @param processed enqueued executions that completed
 * @param failed enqueued executions that ended otherwise
 * @param lost enqueued executions without an outcome; {@code unfinished} of them still stand in a live table
 * @param unfinished executions, children among them, that have no outcome yet
 * @param duplicated outcomes beyond the first of an execution
 * @param children executions that were not enqueued by the coordinator
 * @param reclaimed claims beyond the first of an execution: given back, or rescued
 */
record Books(long processed, long failed, long lost, long unfinished, long duplicated, long children, long reclaimed) {
    private static final int FETCH = 20_000;

    /** One line of the books; times are microseconds since the epoch. */
    record Entry(
            long id, boolean completed, String worker, long createdMicros, long startedMicros, long finishedMicros) {}

    /**
     * Reads the books.
     *
     * @param ids what was enqueued; what was enqueued before that is left out
     * @param entries sees every outcome on the way
     */
    static Books read(DataSource database, Ids ids, Consumer<Entry> entries) {
        Count count = new Count(ids);
        DSL.using(database, SQLDialect.POSTGRES).transaction(transaction -> {
            try (Cursor<Record7<Long, Outcome, Integer, String, Long, Long, Long>> rows = transaction
                    .dsl()
                    .select(
                            HISTORY.ID,
                            HISTORY.OUTCOME,
                            HISTORY.RUN,
                            WORKER.NAME,
                            micros(HISTORY.CREATED_AT),
                            micros(HISTORY.STARTED_AT),
                            micros(HISTORY.FINISHED_AT))
                    .from(HISTORY)
                    .join(TASK)
                    .on(TASK.ID.eq(HISTORY.TASK_ID))
                    .leftJoin(WORKER)
                    .on(WORKER.ID.eq(HISTORY.WORKER_ID))
                    .where(HISTORY.ID.ge(ids.first()))
                    .orderBy(HISTORY.ID)
                    .fetchSize(FETCH)
                    .fetchLazy()) {
                for (var row : rows) {
                    boolean completed = row.value2() == Outcome.completed;
                    count.add(row.value1(), completed, row.value3());
                    entries.accept(new Entry(
                            row.value1(),
                            completed,
                            Objects.requireNonNullElse(row.value4(), "nobody"),
                            row.value5(),
                            orZero(row.value6()),
                            row.value7()));
                }
            }
            count.unfinished = transaction
                    .dsl()
                    .fetchCount(
                            EXECUTION,
                            EXECUTION.STATE.in("ready", "running", "scheduled", "waiting"),
                            EXECUTION.ID.ge(ids.first()));
        });
        return count.books();
    }

    /** Whether every execution ended well, once. */
    boolean inOrder() {
        return lost == 0 && duplicated == 0 && failed == 0 && unfinished == 0;
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }

    static Field<Long> micros(TableField<?, OffsetDateTime> time) {
        return field("(extract(epoch from {0}) * 1000000)::bigint", Long.class, time);
    }

    /** Counts outcomes that come ordered by id. */
    private static final class Count {
        private final Ids ids;
        private long previous = -1;
        private long processed;
        private long failed;
        private long duplicated;
        private long children;
        private long reclaimed;
        private long unfinished;

        Count(Ids ids) {
            this.ids = ids;
        }

        void add(long id, boolean completed, int run) {
            reclaimed += run - 1;
            if (id == previous) {
                duplicated++;
                return;
            }
            previous = id;
            if (!ids.contains(id)) {
                children++;
            } else if (completed) {
                processed++;
            } else {
                failed++;
            }
        }

        Books books() {
            long lost = ids.size() - processed - failed;
            return new Books(processed, failed, lost, unfinished, duplicated, children, reclaimed);
        }
    }
}
