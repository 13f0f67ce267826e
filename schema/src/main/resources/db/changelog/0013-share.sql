--liquibase formatted sql

--changeset queue:0013-share
--comment: Limits of two origins side by side, and what each worker has of one: its share falls with its lease.
alter table ${schema}.claim_limit
    add column declared boolean not null default false,
    drop constraint claim_limit_pk,
    add constraint claim_limit_pk primary key (scope, scope_id, kind, key_path, declared);
update ${schema}.claim_limit set declared = true where scope = 'task';

alter table ${schema}.rate_bucket
    add column declared boolean not null default false,
    drop constraint rate_bucket_pk,
    add constraint rate_bucket_pk primary key (scope, scope_id, key_path, declared, key);
-- Serves TokenBuckets: buckets that are full again and need no row.
create index rate_bucket_full_idx on ${schema}.rate_bucket (full_at);

create table ${schema}.limit_share (
    task_id integer not null,
    worker_id bigint not null,
    slots integer not null,
    constraint limit_share_pk primary key (task_id, worker_id),
    constraint limit_share_slots_positive check (slots >= 0)
);
--rollback drop table ${schema}.limit_share;
--rollback drop index ${schema}.rate_bucket_full_idx;
--rollback delete from ${schema}.rate_bucket;
--rollback alter table ${schema}.rate_bucket drop constraint rate_bucket_pk, drop column declared, add constraint rate_bucket_pk primary key (scope, scope_id, key_path, key);
--rollback delete from ${schema}.claim_limit where scope = 'task' and not declared;
--rollback alter table ${schema}.claim_limit drop constraint claim_limit_pk, drop column declared, add constraint claim_limit_pk primary key (scope, scope_id, kind, key_path);

--changeset queue:0013-ageing
--comment: A queue may let what is ready for long rise, once in each step of time.
alter table ${schema}.queue
    add column ageing interval,
    add column aged_at timestamptz not null default now(),
    add constraint queue_ageing_positive check (ageing > interval '0');
--rollback alter table ${schema}.queue drop column ageing, drop column aged_at;

--changeset queue:0013-cancel splitStatements:false
--comment: Children of a parent that keeps them are not cancelled with it; else as in 0008-cancel.
create or replace function ${schema}.cancel(id bigint, reason text default 'asked for') returns boolean language plpgsql as $$
#variable_conflict use_column
declare
    error constant jsonb := jsonb_build_object('kind', 'cancelled', 'type', '', 'message', coalesce(cancel.reason, ''));
    level bigint[] := array[cancel.id];
    -- First where a row comes from, then where it goes.
    stage text;
    ended integer;
    resumable bigint[];
    queues smallint[];
    workers bigint[];
    woken smallint[] := '{}';
    hit boolean := false;
    found_any boolean := false;
begin
    while cardinality(level) > 0 loop
        -- A row may move from stage to stage while it is looked for; each look is a statement, with a snapshot of its own.
        for look in 1..3 loop
            perform from ${schema}.waiting w
            where w.id in (
                select parent_id from ${schema}.ready where id = any(level)
                union all select parent_id from ${schema}.scheduled where id = any(level)
                union all select parent_id from ${schema}.waiting where id = any(level))
            order by w.id
            for update;
            hit := false;
            foreach stage in array array['scheduled', 'waiting', 'ready'] loop
                execute format($cancel$
                    with gone as (
                        delete from ${schema}.%I where id = any($1)
                        returning id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step
                    ),
                    kept as (
                        insert into ${schema}.history
                            (id, run_at, created_at, task_id, run, outcome, queue_id, priority, attempt, flags, payload, parent_id,
                             parent_step, error)
                        select id, run_at, created_at, task_id, run, 'cancelled', queue_id, priority, attempt, flags, payload,
                            parent_id, parent_step, $2
                        from gone
                    ),
                    freed as (
                        delete from ${schema}.dedupe d using gone g where g.flags & 1 <> 0 and d.execution_id = g.id
                    ),
                    told as (
                        update ${schema}.step s
                        set outcome = 'cancelled', error = $2, stored_at = now()
                        from gone g
                        where g.parent_id is not null and s.execution_id = g.parent_id and s.name = g.parent_step
                            and s.child_id = g.id and s.outcome is null
                        returning s.execution_id
                    ),
                    counted as (
                        select execution_id, count(*)::integer as children from told group by execution_id
                    ),
                    fewer as (
                        update ${schema}.waiting w set pending = w.pending - c.children
                        from counted c where w.id = c.execution_id
                        returning w.id, w.pending
                    )
                    select (select count(*)::integer from gone), array(select id from fewer where pending = 0)
                    $cancel$, stage)
                into ended, resumable using level, error;
                hit := hit or ended > 0;
                -- They keep their run_at. Flag 2: their steps are to be loaded.
                with moved as (
                    delete from ${schema}.waiting where id = any(resumable)
                    returning id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step
                ),
                again as (
                    insert into ${schema}.ready
                        (id, run_at, created_at, task_id, run, queue_id, priority, attempt, flags, payload, parent_id, parent_step)
                    select id, run_at, created_at, task_id, run + 1, queue_id, priority, attempt, flags | 2, payload, parent_id,
                        parent_step
                    from moved
                    returning queue_id
                )
                select array_agg(distinct queue_id) into queues from again;
                woken := woken || coalesce(queues, '{}');
            end loop;
            with asked as (
                insert into ${schema}.cancellation (execution_id, worker_id, reason)
                select r.id, r.worker_id, coalesce(cancel.reason, '') from ${schema}.running r where r.id = any(level)
                on conflict on constraint cancellation_pk do update set reason = excluded.reason
                returning worker_id
            )
            select array_agg(distinct worker_id) into workers from asked;
            perform pg_notify('${schema}', 'cancel ' || worker) from unnest(workers) worker;
            hit := hit or workers is not null;
            exit when hit;
        end loop;
        found_any := found_any or hit;
        level := array(
            select s.child_id from ${schema}.step s
            where s.execution_id = any(level) and s.kind = 'invoke' and s.outcome is null
                -- Flag 16: they are to outlive their parent, which is history by now.
                and not exists (select from ${schema}.history h where h.id = s.execution_id and h.flags & 16 <> 0)
            order by s.child_id);
    end loop;
    if woken <> '{}' then
        perform pg_notify('${schema}', 'ready ' || (
            select string_agg(queue::text, ',' order by queue) from (select distinct unnest(woken) as queue) w));
    end if;
    return found_any;
end $$;
comment on function ${schema}.cancel is
    'Cancels an execution and its children, unless its task keeps them; false if it has its outcome already, or does not exist.';
--rollback empty
