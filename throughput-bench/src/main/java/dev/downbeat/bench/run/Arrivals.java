package dev.downbeat.bench.run;

import static dev.downbeat.schema.jooq.Tables.HISTORY;
import static org.jooq.impl.DSL.field;

import dev.downbeat.bench.machine.WallClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.HdrHistogram.Histogram;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;

/** Reads from the books how long each arrival waited: from its intended moment to its handler's call, and to its outcome. */
final class Arrivals {
    private static final int DIGITS = 3;
    private static final int CLOCK_READINGS = 20;

    private final Histogram untilStarted = new Histogram(DIGITS);
    private final Histogram untilCompleted = new Histogram(DIGITS);

    private Arrivals() {}

    static Arrivals read(DataSource database, Ids ids) throws SQLException {
        long offset = clockOffsetMicros(database);
        Arrivals arrivals = new Arrivals();
        DSL.using(database, SQLDialect.POSTGRES)
                .select(
                        HISTORY.ID,
                        field("({0} ->> 'dueMicros')::bigint", Long.class, HISTORY.PAYLOAD),
                        field("({0} ->> 'startedMicros')::bigint", Long.class, HISTORY.RESULT),
                        field("(extract(epoch from {0}) * 1000000)::bigint", Long.class, HISTORY.FINISHED_AT))
                .from(HISTORY)
                .where(HISTORY.RESULT.isNotNull())
                .forEach(row -> {
                    if (ids.contains(row.value1())) {
                        arrivals.untilStarted.recordValue(Math.max(0, row.value3() - row.value2()));
                        arrivals.untilCompleted.recordValue(Math.max(0, row.value4() - offset - row.value2()));
                    }
                });
        return arrivals;
    }

    Histogram untilStarted() {
        return untilStarted;
    }

    Histogram untilCompleted() {
        return untilCompleted;
    }

    /** How far the server's clock is ahead of ours, by the reading that took least time. */
    private static long clockOffsetMicros(DataSource database) throws SQLException {
        long best = Long.MAX_VALUE;
        long offset = 0;
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < CLOCK_READINGS; i++) {
                long before = WallClock.micros();
                try (var row =
                        statement.executeQuery("select (extract(epoch from clock_timestamp()) * 1000000)::bigint")) {
                    row.next();
                    long after = WallClock.micros();
                    if (after - before < best) {
                        best = after - before;
                        offset = row.getLong(1) - (before + after) / 2;
                    }
                }
            }
        }
        return offset;
    }
}
