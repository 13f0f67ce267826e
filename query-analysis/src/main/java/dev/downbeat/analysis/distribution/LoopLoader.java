package dev.downbeat.analysis.distribution;

import dev.downbeat.playbook.run.Commands;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Loads one playbook's execution in the middle of a large loop: half of the items are done, ten run. */
final class LoopLoader {
    private static final int WIDTH = 10;
    private static final int CHUNK = 200;
    private static final int EVENTS_PER_ITEM = 2;

    private static final String HEAD = """
            insert into downbeat.playbook (path, version, name, digest, source)
                values ('bench/loop', 1, 'loop', '\\x00', 'kind: Playbook');
            insert into downbeat.playbook_execution (execution_id, playbook_id, last_visit) values (1, 1, 1);
            insert into downbeat.playbook_input (execution_id, payload, workload) values (1, '{}', '{}');
            insert into downbeat.visit (execution_id, visit, step, status) values (1, 1, 'each', 'looping');
            """;

    private LoopLoader() {}

    static void load(Connection connection, int items) throws SQLException {
        int done = items / 2;
        try (Statement statement = connection.createStatement()) {
            statement.execute(HEAD);
            statement.execute("""
                    with q as (insert into downbeat.queue (name) values ('%s') returning id)
                    insert into downbeat.task (name, queue_id) select '%s', id from q
                    """.formatted(Commands.QUEUE, Commands.STEP.name()));
            statement.execute("""
                    insert into downbeat.loop (execution_id, visit, mode, width, fail_fast, total, started, succeeded)
                    values (1, 1, 'parallel', %d, false, %d, %d, %d)
                    """.formatted(WIDTH, items, done + WIDTH, done));
        }
        CopyIn.rows(
                connection,
                "downbeat.loop_chunk (execution_id, visit, first_item, elements)",
                items / CHUNK,
                number -> "1\t1\t%d\t[%d]".formatted((number - 1) * CHUNK, number));
        CopyIn.rows(
                connection,
                "downbeat.loop_item (execution_id, visit, item, status, started_at, finished_at, result)",
                done,
                number -> "1\t1\t%d\tcompleted\tnow\tnow\t{\"number\": %d}".formatted(number - 1, number));
        CopyIn.rows(
                connection,
                "downbeat.loop_item (execution_id, visit, item, status, started_at)",
                WIDTH,
                number -> "1\t1\t%d\tactive\tnow".formatted(done + number - 1));
        CopyIn.rows(
                connection,
                "downbeat.playbook_event (execution_id, event_type, node_name, visit, item, attempt, status)",
                done * EVENTS_PER_ITEM,
                number -> "1\t%s\teach\t1\t%d\t1\tCOMPLETED"
                        .formatted(number % 2 == 0 ? "call.done" : "command.claimed", number / EVENTS_PER_ITEM));
    }
}
