package dev.downbeat.analysis.distribution;

import dev.downbeat.analysis.distribution.Volume.Stages;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Loads what stands beside executions: keys, limits, waits for events, schedules.
 *
 * <p>The n-th scheduled execution holds the key {@code n}, the n-th waiting one waits for the event {@code paid} of the key
 * {@code n}. Of those that wait, the first hundred have their event just now, the next hundred have just begun to wait,
 * and the time of the hundred after these is over.
 */
final class BesideLoader {
    private static final int HUNDRED = 100;
    private static final int SCHEDULES = 1_000;

    /** Of the first task, and of each of its payloads; and a queue whose executions rise with age. */
    private static final String LIMITS = """
            insert into downbeat.claim_limit (scope, scope_id, kind, key_path, amount, period, declared)
            values ('task', 1, 'concurrency', '{}', 10000, null, true),
                ('task', 1, 'rate', '{number}', 100, interval '1 minute', false);
            update downbeat.queue set ageing = interval '1 second', aged_at = '2020-01-01' where id = 1;
            """;

    private final Connection connection;
    private final Stages stages;

    private BesideLoader(Connection connection, Stages stages) {
        this.connection = connection;
        this.stages = stages;
    }

    static void load(Connection connection, Stages stages) throws SQLException {
        BesideLoader loader = new BesideLoader(connection, stages);
        loader.keys();
        loader.waits();
        loader.schedules();
        try (Statement statement = connection.createStatement()) {
            statement.execute(LIMITS);
        }
    }

    /** Whether the time of the waiting execution of this number is over. */
    static boolean isOverdue(int number) {
        return number > 2 * HUNDRED && number <= 3 * HUNDRED;
    }

    private void keys() throws SQLException {
        CopyIn.rows(
                connection,
                "downbeat.dedupe (task_id, key, execution_id)",
                stages.scheduled(),
                number -> "1\t%d\t%d".formatted(number, Loader.SCHEDULED_FROM + number));
        CopyIn.rows(
                connection,
                "downbeat.key_period (task_id, kind, key, execution_id, began_at, ends_at)",
                stages.scheduled(),
                number -> "1\tthrottle\t%d\t%d\tnow\t2100-01-01".formatted(number, Loader.SCHEDULED_FROM + number));
        CopyIn.rows(
                connection,
                "downbeat.rate_bucket (scope, scope_id, key_path, declared, key, tokens, refilled_at, full_at)",
                stages.scheduled(),
                number -> "task\t1\t{number}\tfalse\t%d\t5\tnow\t2100-01-01".formatted(number));
    }

    private void waits() throws SQLException {
        int waiting = stages.waiting();
        CopyIn.rows(
                connection,
                "downbeat.step (execution_id, name, kind)",
                waiting,
                number -> "%d\tpayment\tevent".formatted(Loader.WAITING_FROM + number));
        CopyIn.rows(
                connection,
                "downbeat.event (name, key, emitted_at)",
                waiting,
                number -> "paid\t%d\t2020-01-01".formatted(number));
        CopyIn.rows(
                connection,
                "downbeat.event_wait (execution_id, step, event, key, since, checked)",
                waiting,
                number -> "%d\tpayment\tpaid\t%d\tnow\t%b"
                        .formatted(Loader.WAITING_FROM + number, number, !hasJustBegun(number)));
        CopyIn.rows(connection, "downbeat.event (name, key)", HUNDRED, number -> "paid\t%d".formatted(number));
        CopyIn.rows(
                connection, "downbeat.event_arrival (event_id)", HUNDRED, number -> Integer.toString(waiting + number));
    }

    private static boolean hasJustBegun(int number) {
        return number > HUNDRED && number <= 2 * HUNDRED;
    }

    /** Every tenth is due. */
    private void schedules() throws SQLException {
        CopyIn.rows(
                connection,
                "downbeat.schedule (name, task_id, expression, zone, overlap, missed_limit, next_fire_at, last_execution_id)",
                SCHEDULES,
                number -> "schedule-%d\t1\t0 0 * * * *\tUTC\tskip\t1\t%s\t%d"
                        .formatted(number, number % 10 == 0 ? "2026-01-01 00:00:00+00" : "2100-01-01", number));
    }
}
