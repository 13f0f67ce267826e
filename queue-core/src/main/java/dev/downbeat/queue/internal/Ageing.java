package dev.downbeat.queue.internal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Lets what is ready for long rise, queue by queue: once in each step of time, by one worker, the oldest of each priority
 * move up by one. Queues without ageing cost a look at the small table of queues.
 */
public final class Ageing {

    /** Of each priority, moved up at once. */
    private static final int BATCH = 1_000;

    private static final String SET = """
            update ${schema}.queue
            set ageing = case when ? > 0 then ? * interval '1 millisecond' end, aged_at = (select ${schema}.clock())
            where id = ?
            """;

    private static final String ANY = """
            select exists (
                select from ${schema}.queue
                where ageing is not null and aged_at <= (select ${schema}.clock()) - ageing)
            """;

    // By the index of the claim: one look for each priority that the queue has.
    private static final String TEXT = """
            with recursive due as materialized (
                update ${schema}.queue set aged_at = (select ${schema}.clock())
                where id in (
                    select id from ${schema}.queue
                    where ageing is not null and aged_at <= (select ${schema}.clock()) - ageing
                    for update skip locked)
                returning id, ageing
            ),
            level as (
                select d.id as queue_id, d.ageing,
                    (select min(r.priority) from ${schema}.ready r where r.queue_id = d.id) as priority, 0 as nr
                from due d
                union all
                select l.queue_id, l.ageing,
                    (select min(r.priority) from ${schema}.ready r where r.queue_id = l.queue_id and r.priority > l.priority),
                    l.nr + 1
                from level l
                where l.priority is not null
            ),
            rising as materialized (
                select r.ctid as place
                from level l
                cross join lateral (
                    select r.ctid from ${schema}.ready r
                    where r.queue_id = l.queue_id and r.priority = l.priority
                        and r.run_at <= (select ${schema}.clock()) - l.ageing
                    order by r.run_at, r.id
                    limit ?
                    for update skip locked
                ) r
                where l.nr > 0 and l.priority is not null
            )
            update ${schema}.ready set priority = priority - 1 where ctid = any(array(select place from rising))
            """;

    private final String set;
    private final String any;
    private final String sql;

    public Ageing(SchemaName schema) {
        this.set = schema.render(SET);
        this.any = schema.render(ANY);
        this.sql = schema.render(TEXT);
    }

    /** Sets after which time ready executions of the queue rise; zero for never. */
    public void set(Connection connection, int queueId, Duration step) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(set)) {
            statement.setLong(1, step.toMillis());
            statement.setLong(2, step.toMillis());
            statement.setInt(3, queueId);
            statement.executeUpdate();
        }
    }

    /** Lets rise what is due, in a transaction of its own; returns how many did. */
    public int execute(Connection connection) throws SQLException {
        // The planner expects millions of rows below the levels: a server that compiles dear plans would do so each
        // time.
        return Look.isAny(connection, any) ? Transactions.run(connection, () -> rise(connection)) : 0;
    }

    private int rise(Connection connection) throws SQLException {
        PlannerSettings.setLocally(connection);
        try (PreparedStatement statement = Jdbc.prepare(connection, sql)) {
            statement.setInt(1, BATCH);
            return statement.executeUpdate();
        }
    }
}
