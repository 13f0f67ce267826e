package dev.downbeat.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** db-scheduler, with the polling strategy that its documentation recommends for throughput on PostgreSQL. */
final class DbSchedulerPeer implements Peer {
    private static final String TASK = "noop";
    private static final Duration POLL = Duration.ofMillis(100);

    /** Its own table for PostgreSQL. */
    private static final String TABLE = """
            create table scheduled_tasks (
                task_name text not null,
                task_instance text not null,
                task_data bytea,
                execution_time timestamptz not null,
                picked boolean not null,
                picked_by text,
                last_success timestamptz,
                last_failure timestamptz,
                consecutive_failures int,
                last_heartbeat timestamptz,
                version bigint not null,
                priority smallint,
                primary key (task_name, task_instance)
            );
            create index execution_time_idx on scheduled_tasks (execution_time);
            create index last_heartbeat_idx on scheduled_tasks (last_heartbeat);
            """;

    @Override
    public String name() {
        return "db-scheduler";
    }

    @Override
    public void install(DataSource database) throws SQLException {
        execute(database, TABLE);
    }

    @Override
    public void enqueue(DataSource database, int tasks) throws SQLException {
        execute(database, """
                insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                select '%s', gen_random_uuid()::text, now(), false, 1 from generate_series(1, %d);
                analyze scheduled_tasks
                """.formatted(TASK, tasks));
    }

    @Override
    public Runnable work(DataSource database, Runnable executed) {
        OneTimeTask<Void> task = Tasks.oneTime(TASK).execute((instance, context) -> executed.run());
        Scheduler scheduler = Scheduler.create(database, task)
                .threads(CONCURRENCY)
                .pollUsingLockAndFetch(1.0, 4.0)
                .pollingInterval(POLL)
                .build();
        scheduler.start();
        return scheduler::stop;
    }

    @Override
    public String anythingLeft() {
        return "select exists (select from scheduled_tasks)";
    }

    private static void execute(DataSource database, String sql) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
