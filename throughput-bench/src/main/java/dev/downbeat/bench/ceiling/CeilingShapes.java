package dev.downbeat.bench.ceiling;

import dev.downbeat.bench.ceiling.CeilingShape.Claiming;
import dev.downbeat.bench.ceiling.CeilingShape.Completion;
import dev.downbeat.bench.ceiling.CeilingShape.Handle;
import java.util.List;

/** The shapes that are tried, from the most ordinary to the ones that Downbeat is built on. */
final class CeilingShapes {
    private static final String JOB_FILL = """
            insert into %s.job (id, queue_id, task_id, priority, run_at, payload)
            select n, 1, 1, 0, now(), jsonb_build_object('number', n) from generate_series(1, ?) n
            """;

    private static final List<String> NUMBERED_JOB =
            List.of("""
            create table %s.job (
                id bigint primary key, run_at timestamptz not null, leased_until timestamptz, queue_id int not null,
                task_id int not null, worker_id int, state smallint not null default 0, priority smallint not null,
                attempt smallint not null default 0, payload jsonb)
            """, "create index job_ready_idx on %s.job (queue_id, priority, run_at, id) where state = 0");

    private static final String NUMBERED_CLAIM = """
            with picked as materialized (
                select ctid from %1$s.job
                where queue_id = 1 and state = 0 and run_at <= now()
                order by priority, run_at, id limit ? for update skip locked)
            update %1$s.job set state = 1, attempt = attempt + 1, worker_id = 7, leased_until = now() + interval '15 s'
            where ctid = any (array(select ctid from picked))
            returning id, ctid, task_id, attempt, payload
            """;

    private static final List<String> STAGES =
            List.of("""
            create table %s.ready (
                id bigint not null, run_at timestamptz not null, queue_id int not null, task_id int not null,
                priority smallint not null, attempt smallint not null default 0, payload jsonb)
            """, "create index ready_claim_idx on %s.ready (queue_id, priority, run_at, id)", """
            create table %s.running (
                id bigint not null, run_at timestamptz not null, claimed_at timestamptz not null, queue_id int not null,
                task_id int not null, worker_id int not null, priority smallint not null, attempt smallint not null,
                payload jsonb)
            """, """
            create table %s.history (
                id bigint not null, run_at timestamptz not null, claimed_at timestamptz not null,
                finished_at timestamptz not null, queue_id int not null, task_id int not null, worker_id int not null,
                priority smallint not null, attempt smallint not null, state smallint not null, payload jsonb)
            """);

    private static final String STAGES_FILL = """
            insert into %s.ready (id, run_at, queue_id, task_id, priority, payload)
            select n, now(), 1, 1, 0, jsonb_build_object('number', n) from generate_series(1, ?) n
            """;

    private static final String STAGES_CLAIM = """
            with picked as materialized (
                select ctid, id from %1$s.ready
                where queue_id = 1 and (priority, run_at, id) >= (0::smallint, ?::timestamptz, ?)
                order by priority, run_at, id limit ? for update skip locked),
            taken as (
                delete from %1$s.ready where ctid = any (array(select ctid from picked))
                returning id, run_at, queue_id, task_id, priority, attempt, payload)
            insert into %1$s.running (id, run_at, claimed_at, queue_id, task_id, worker_id, priority, attempt, payload)
            select id, run_at, now(), queue_id, task_id, 7, priority, attempt + 1, payload from taken
            returning id, ctid, task_id, attempt, payload, case when id = (select max(id) from picked) then run_at end
            """;

    private static final String STAGES_REMAINING =
            "select (select count(*) from %1$s.ready) + (select count(*) from %1$s.running)";

    private CeilingShapes() {}

    static List<CeilingShape> all() {
        return List.of(
                textNames(), smallNumbers(), smallNumbersWithHistory(), stagesById(), stagesByTid(), heldLocks());
    }

    private static CeilingShape textNames() {
        return new CeilingShape(
                "update-text",
                "claim updates by id, completion deletes, task and queue are text",
                true,
                Completion.OWN_TRANSACTION,
                Handle.ID,
                List.of(
                        """
                        create table %s.job (
                            id bigint primary key, queue text not null, task text not null, state text not null
                            default 'ready', worker text, priority int not null, attempt int not null default 0,
                            run_at timestamptz not null, leased_until timestamptz, payload jsonb)
                        """,
                        "create index job_ready_idx on %s.job (queue, priority, run_at, id) where state = 'ready'"),
                """
                insert into %s.job (id, queue, task, priority, run_at, payload)
                select n, 'default', 'bench.noop', 0, now(), jsonb_build_object('number', n) from generate_series(1, ?) n
                """,
                Claiming.FROM_HEAD,
                """
                update %1$s.job set state = 'running', attempt = attempt + 1, worker = 'worker-7',
                    leased_until = now() + interval '15 s'
                where id in (
                    select id from %1$s.job
                    where queue = 'default' and state = 'ready' and run_at <= now()
                    order by priority, run_at, id limit ? for update skip locked)
                returning id, ctid, task, attempt, payload
                """,
                "delete from %s.job where id = any (?) and worker = 'worker-7'",
                "select count(*) from %s.job");
    }

    private static CeilingShape smallNumbers() {
        return new CeilingShape(
                "update-ctid",
                "claim updates by ctid array, completion deletes by ctid array, small numbers for names, no history",
                true,
                Completion.OWN_TRANSACTION,
                Handle.TID,
                NUMBERED_JOB,
                JOB_FILL,
                Claiming.FROM_HEAD,
                NUMBERED_CLAIM,
                "delete from %s.job where ctid = any (?) and worker_id = 7 and state = 1",
                "select count(*) from %s.job");
    }

    private static CeilingShape smallNumbersWithHistory() {
        return new CeilingShape(
                "update-ctid-history",
                "the same, with a history row appended at completion",
                true,
                Completion.OWN_TRANSACTION,
                Handle.TID,
                List.of(NUMBERED_JOB.get(0), NUMBERED_JOB.get(1), """
                        create table %s.history (
                            id bigint not null, finished_at timestamptz not null, queue_id int not null,
                            task_id int not null, state smallint not null, attempt smallint not null, payload jsonb)
                        """),
                JOB_FILL,
                Claiming.FROM_HEAD,
                NUMBERED_CLAIM,
                """
                with done as (
                    delete from %1$s.job where ctid = any (?) and worker_id = 7 and state = 1
                    returning id, queue_id, task_id, attempt, payload)
                insert into %1$s.history (id, finished_at, queue_id, task_id, state, attempt, payload)
                select id, now(), queue_id, task_id, 2, attempt, payload from done
                """,
                "select count(*) from %s.job");
    }

    private static CeilingShape stagesById() {
        return new CeilingShape(
                "stages-id",
                "rows move ready, running, history; running has a key on id; a claim begins where the last one ended",
                true,
                Completion.OWN_TRANSACTION,
                Handle.ID,
                List.of(
                        STAGES.get(0),
                        STAGES.get(1),
                        STAGES.get(2),
                        "alter table %s.running add primary key (id)",
                        STAGES.get(3)),
                STAGES_FILL,
                Claiming.FROM_LAST,
                STAGES_CLAIM,
                stagesComplete("id"),
                STAGES_REMAINING);
    }

    private static CeilingShape stagesByTid() {
        return new CeilingShape(
                "stages-ctid",
                "the same, but completion finds its rows by ctid, and running has no index",
                true,
                Completion.OWN_TRANSACTION,
                Handle.TID,
                STAGES,
                STAGES_FILL,
                Claiming.FROM_LAST,
                STAGES_CLAIM,
                stagesComplete("ctid"),
                STAGES_REMAINING);
    }

    private static CeilingShape heldLocks() {
        return new CeilingShape(
                "held-locks",
                "rows locked in an open transaction, then deleted: no lease, no attempt count, no history",
                false,
                Completion.SAME_TRANSACTION,
                Handle.TID,
                NUMBERED_JOB,
                JOB_FILL,
                Claiming.FROM_HEAD,
                """
                select id, ctid, task_id, attempt, payload from %s.job
                where queue_id = 1 and state = 0 and run_at <= now()
                order by priority, run_at, id limit ? for update skip locked
                """,
                "delete from %s.job where ctid = any (?)",
                "select count(*) from %s.job");
    }

    private static String stagesComplete(String key) {
        return """
                with done as (
                    delete from %%1$s.running where %s = any (?) and worker_id = 7
                    returning id, run_at, claimed_at, queue_id, task_id, worker_id, priority, attempt, payload)
                insert into %%1$s.history (id, run_at, claimed_at, finished_at, queue_id, task_id, worker_id, priority, attempt,
                    state, payload)
                select id, run_at, claimed_at, now(), queue_id, task_id, worker_id, priority, attempt, 2, payload from done
                """.formatted(key);
    }
}
